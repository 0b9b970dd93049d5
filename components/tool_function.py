"""One folder of `lambda/tools` as one Lambda function, which runs all tools of its `tools.json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components import iam, tool_layers, tool_permissions, tool_resources
from components.data_bucket import DataBucket
from components.function import Function, FunctionArgs, Network
from components.house_rules import NO_RULES, HouseRules
from components.packaging.package import Package
from components.sandbox import Sandbox
from components.secret_store import SecretStore
from components.settings.tool_settings import environment
from components.tool_folder import ToolFolder


@dataclass(frozen=True)
class ToolFunctionArgs:
    folder: ToolFolder
    package: Package
    """The package that was built from the folder."""
    data: DataBucket
    """The bucket for the function's code and for its big results."""
    secrets: SecretStore
    """The stack's secrets. They include those that the folder needs."""
    physical_name: str
    """The function's name in AWS."""
    log_retention_days: int
    tags: dict[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    """The folder's settings by name."""
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """The values of the placeholders that the folder's permissions and layers may hold: partition, region, project, stack."""
    delete_data_on_destroy: bool = False
    """True if `pulumi destroy` may delete the data in the folder's own resources."""
    network: Network | None = None
    """The place in a VPC of a folder that needs one. None: it is in none."""
    sandbox: Sandbox | None = None
    """The function for the code of models, if the folder's tools need it."""
    rules: HouseRules = NO_RULES
    """The rules of the account."""
    snap_start: bool = False
    """True if a function in Java starts from a snapshot. Java starts slowest, and AWS charges nothing for its snapshots:
    https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-pricing"""


class ToolFunction(pulumi.ComponentResource):
    """A function that may write the results of runs, and may read them if its tools do."""

    arn: pulumi.Output[str]
    """The ARN of the newest version."""
    every_version: pulumi.Output[str]
    """A pattern of the ARNs of all versions, for policies."""

    def __init__(self, name: str, args: ToolFunctionArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:ToolFunction", name, None, opts)
        folder, data = args.folder, args.data
        secrets = args.secrets.arns(*folder.secrets)
        sandbox = args.sandbox if folder.sandbox else None
        # A run in flight calls an older version of the tool, which calls the version of the sandbox that it was deployed with.
        calls = [iam.allow("UseSandbox", ["lambda:InvokeFunction"], sandbox.every_version)] if sandbox else []
        reads = [iam.allow("ReadData", ["s3:GetObject"], data.runs_arn, data.inputs_arn)] if folder.reads_data else []
        own = tool_resources.make(
            folder.source.folder,
            tool_resources.ToolResourcesArgs(
                folder.name, args.physical_name, args.tags, args.delete_data_on_destroy, pulumi.ResourceOptions(parent=self)
            ),
        )
        function = Function(
            name,
            FunctionArgs(
                package=args.package,
                bucket=data.name,
                physical_name=args.physical_name,
                description=f"Tools: {', '.join(folder.tools)}"[:256],
                memory_mb=folder.memory_mb,
                timeout_seconds=folder.timeout_seconds,
                log_retention_days=args.log_retention_days,
                tags=args.tags,
                statements=(
                    *args.secrets.may_read(*folder.secrets),
                    *args.rules.may_use_key("s3", *(["secretsmanager"] if folder.secrets else [])),
                    *reads,
                    *calls,
                    iam.allow("WriteData", ["s3:PutObject"], data.runs_arn),
                    *tool_permissions.statements(folder.permissions, args.placeholders),
                    *own.statements,
                ),
                needs=args.secrets.values(*folder.secrets),
                environment={**environment(args.settings, secrets, sandbox.arn if sandbox else None), **own.environment},
                rules=args.rules,
                ephemeral_storage_mb=folder.ephemeral_storage_mb,
                reserved_concurrency=folder.reserved_concurrency,
                layers=tool_layers.arns(folder.layers, args.placeholders),
                network=args.network,
                snap_start=args.snap_start and folder.source.language == "java",
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = function.arn
        self.every_version = function.every_version
        self.register_outputs({"arn": self.arn})
