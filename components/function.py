"""One Lambda function from a built package: its role, log group, code and configuration.

The function has no function URL. It is in a VPC and has layers only if it is given some. State machines call it, and its package
holds what its code needs.

Each change of its code or its configuration publishes a version. State machines name the versions of tool functions, so a run keeps
the code that it began with. Pulumi deletes old versions only with the function. `agent versions --clear` deletes the unused ones
(docs/decisions/0015-a-run-keeps-its-versions.md).
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import iam
from components.alarm import alarm
from components.house_rules import NO_RULES, HouseRules
from components.packaging.package import Package

WRITE_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")

# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
MOST_IN_A_FUNCTION_NAME = 64

# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
_JOIN_A_VPC = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)

LEAST_STORAGE_MB = 512
"""The size of /tmp that every function has."""


@dataclass(frozen=True)
class Network:
    """The place of a function in a VPC."""

    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets of one VPC, in two zones or more: Lambda goes on when a zone fails."""
    security_group_ids: Sequence[pulumi.Input[str]]
    """Security groups of the VPC, whose rules all count."""


@dataclass(frozen=True)
class FunctionArgs:
    package: Package
    """The code, built before any resource exists. It fixes the runtime, the handler and the architecture."""
    bucket: pulumi.Input[str]
    """Name of the bucket for the code, which becomes the object `packages/<function>/<sha256>.zip`."""
    physical_name: str
    """The function's name in AWS, 64 characters or fewer. Its log group is `/aws/lambda/<physical_name>`."""
    description: str
    memory_mb: pulumi.Input[int]
    """Memory in MB, 128 to 10,240. CPU grows with it: one whole processor at 1,769 MB."""
    timeout_seconds: pulumi.Input[int]
    """Seconds after which Lambda ends a call, 1 to 900."""
    statements: pulumi.Input[Sequence[iam.Statement]] = ()
    """Permissions of the function, beside writing its own logs and traces."""
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Environment variables. Never put a secret here: pass the secret's ARN, and a statement that allows to read it."""
    rules: HouseRules = NO_RULES
    """The rules for every resource."""
    snap_start: bool = False
    """True if instances start from a snapshot of an initialized one. Only AWS has this, and only for its managed runtimes."""
    ephemeral_storage_mb: int | None = None
    """Size in MB of the folder /tmp, 512 to 10,240. None: 512."""
    reserved_concurrency: int | None = None
    """Executions that are kept for the function, and its limit, where the rules of the account have none for it."""
    layers: Sequence[pulumi.Input[str]] = ()
    """ARNs of versions of layers, five or fewer. Their size unzipped counts for the 250 MB of the package."""
    network: Network | None = None
    """The function's place in a VPC. None: it is in none, and the internet can be reached."""
    traced: bool = True
    """True if X-Ray traces the calls."""


class Function(pulumi.ComponentResource):
    """A Lambda function that may do what its statements say, and nothing else."""

    arn: pulumi.Output[str]
    """The ARN to invoke: that of the newest version. It ends in the version's number."""
    every_version: pulumi.Output[str]
    """A pattern of the ARNs of all versions, for policies. A run calls the version that it began with, which may be an old one."""
    name: pulumi.Output[str]
    log_group: pulumi.Output[str]
    """The name of its log group."""
    version: pulumi.Output[str]
    """The number of the newest version."""

    def __init__(self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:Function", name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        package, rules = args.package, args.rules

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=f"/aws/lambda/{args.physical_name}",
            retention_in_days=rules.log_retention_days,
            kms_key_id=rules.kms_key_arn,
            tags=rules.tags,
            opts=inside,
        )
        role = aws.iam.Role(
            f"{name}-role",
            name=rules.name(f"{name}-role"),
            path=rules.role_path if rules.role_path != "/" else None,
            permissions_boundary=rules.permissions_boundary,
            description=f"The role of the function {args.physical_name}",
            # Nothing says that Lambda sends aws:SourceAccount when it assumes a role. A condition on it could stop every function.
            # Another account can't pass this role to its own functions: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
            assume_role_policy=iam.assumed_by("lambda.amazonaws.com"),
            tags=rules.tags,
            opts=inside,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=iam.policy_of_a_role(
                "Function",
                name,
                pulumi.Output.from_input(args.statements).apply(lambda given: [*_of_every_function(args, logs.arn), *given]),
            ),
            opts=inside,
        )
        code = aws.s3.BucketObjectv2(
            f"{name}-package",
            bucket=args.bucket,
            key=f"packages/{package.name}/{package.sha256}.zip",
            # A relative path, because Pulumi keeps it in the state, which several machines share.
            source=pulumi.FileAsset(os.path.relpath(package.path)),
            content_type="application/zip",
            # No tags: S3 allows an object 10, and a stack may have more.
            opts=inside,
        )
        function = aws.lambda_.Function(
            f"{name}-function",
            name=args.physical_name,
            description=args.description,
            role=role.arn,
            s3_bucket=code.bucket,
            s3_key=code.key,
            runtime=package.runtime.name,
            handler=package.runtime.handler,
            architectures=[package.architecture],
            memory_size=args.memory_mb,
            timeout=args.timeout_seconds,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=args.environment) if args.environment else None,
            kms_key_arn=rules.kms_key_arn,
            reserved_concurrent_executions=rules.reserved_concurrency.get(package.name, args.reserved_concurrency),
            ephemeral_storage=aws.lambda_.FunctionEphemeralStorageArgs(size=args.ephemeral_storage_mb)
            if args.ephemeral_storage_mb
            else None,
            layers=list(args.layers) or None,
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active" if _traced(args) else "PassThrough"),
            logging_config=_logging(rules.log_level, logs.name),
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=args.network.subnet_ids, security_group_ids=args.network.security_group_ids
            )
            if args.network
            else None,
            publish=True,
            snap_start=aws.lambda_.FunctionSnapStartArgs(apply_on="PublishedVersions") if _snap_start(args) else None,
            tags=rules.tags,
            # Without this a first call could come before the role may write logs.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

        if rules.alarm_topic_arn is not None:
            self._throttled(name, args, function.name)
        self.arn = function.qualified_arn
        self.every_version = pulumi.Output.concat(function.arn, ":*")
        self.name = function.name
        self.log_group = logs.name
        self.version = function.version
        self.register_outputs({"arn": self.arn, "name": self.name})

    def _throttled(self, name: str, args: FunctionArgs, function_name: pulumi.Output[str]) -> None:
        alarm(
            f"{name}-alarm-throttled",
            args.rules,
            description=f"A call of the function {args.physical_name} was throttled: too many ran at once",
            namespace="AWS/Lambda",
            metric="Throttles",
            dimensions={"FunctionName": function_name},
            parent=self,
        )


def _logging(level: str, group: pulumi.Output[str]) -> aws.lambda_.FunctionLoggingConfigArgs:
    """Return what the function logs. Lambda knows no ERROR for its own lines."""
    chosen = {} if level == "INFO" else {"application_log_level": level, "system_log_level": "WARN" if level == "ERROR" else level}
    return aws.lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=group, **chosen)


def _of_every_function(args: FunctionArgs, log_group_arn: pulumi.Output[str]) -> list[iam.Statement]:
    # `:*` are the streams of this one group: Lambda names each when it starts an instance.
    logs = iam.allow("WriteLogs", WRITE_LOGS, pulumi.Output.concat(log_group_arn, ":*"))
    traces = [iam.tracing()] if _traced(args) else []
    environment = args.rules.may_decrypt_environment(args.physical_name) if args.environment else []
    return [logs, *traces, *(_join_a_vpc() if args.network else ()), *environment]


def _snap_start(args: FunctionArgs) -> bool:
    # Lambda makes no snapshot of a bigger /tmp: https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes
    return args.snap_start and (args.ephemeral_storage_mb or LEAST_STORAGE_MB) <= LEAST_STORAGE_MB


def _traced(args: FunctionArgs) -> bool:
    return args.traced and args.rules.tracing


def _join_a_vpc() -> tuple[iam.Statement, ...]:
    """Return the statements that let Lambda connect the function to its VPC, and refuse the same to the function's code.

    They have a `*`, because some of the actions know no resources, and Lambda checks for all of them before it makes the function:
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """
    return (
        iam.allow("JoinNetwork", _JOIN_A_VPC, "*"),
        iam.refuse_code("LeaveNetworksAlone", "ec2:DetachNetworkInterface", *_JOIN_A_VPC),
    )
