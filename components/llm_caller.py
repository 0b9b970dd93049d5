"""The Lambda function that calls the model, its configuration and its secrets.

The function takes its models from `LLM_CONFIG` alone, so another model is a change of configuration and not of code. That variable
never holds an API key. It holds the ARN of a secret, which the function reads when it first calls the model.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from agents.folders import ROOT
from components import bedrock_access, iam
from components.alarm import alarm
from components.data_bucket import DataBucket
from components.function import Function, FunctionArgs
from components.house_rules import NO_RULES, HouseRules
from components.packaging.package import Package
from components.packaging.source import Source
from components.secret_store import SecretStore
from components.settings.llm_settings import Llm
from components.settings.llm_target import DEFAULT_CLIENT

NAME = "call-llm"
METRICS = "StepFunctionsAgents"
"""The namespace of the project's own metrics in CloudWatch."""
SOURCE = Source(NAME, ROOT / "lambda" / NAME, "python", "every agent", is_tool=False)

# Seconds beside the calls of the model: for a cold start, the secrets, and the history in S3.
SLACK_SECONDS = 30
MOST_SECONDS = 900


@dataclass(frozen=True)
class LlmCallerArgs:
    llm: Llm
    """The models to call, in their order."""
    secrets: SecretStore
    """The stack's secrets. The function may read only those that the targets name."""
    region: str
    """The stack's region. A target at Bedrock is called there, unless it names another region."""
    snap_start: bool
    """True if the function starts from a snapshot. Importing LiteLLM is most of its cold start."""
    package: Package
    data: DataBucket
    """The bucket for the function's code and for long histories."""
    physical_name: str
    """The function's name in AWS."""
    log_retention_days: int
    tags: dict[str, str]
    rules: HouseRules = NO_RULES
    """The rules of the account."""


class LlmCaller(pulumi.ComponentResource):
    """A function that may call its targets' models at Bedrock, read the other targets' secrets, and keep conversations."""

    arn: pulumi.Output[str]
    """The ARN of the alias `live`, which stays the same at every deployment and calls the newest version."""
    timeout_seconds: int
    """Seconds after which Lambda ends a call."""

    def __init__(self, name: str, args: LlmCallerArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:LlmCaller", name, None, opts)
        used = secrets_of(args.llm)
        self.timeout_seconds = timeout_seconds(args.llm)
        function = Function(
            name,
            FunctionArgs(
                package=args.package,
                bucket=args.data.name,
                physical_name=args.physical_name,
                description="Calls the model for the agents",
                memory_mb=args.llm.memory_mb,
                timeout_seconds=self.timeout_seconds,
                log_retention_days=args.log_retention_days,
                tags=args.tags,
                statements=(
                    *args.secrets.may_read(*used),
                    *args.rules.may_use_key("s3", *(["secretsmanager"] if used else [])),
                    *self._call_bedrock(args),
                    iam.allow("Conversations", ["s3:PutObject", "s3:GetObject"], args.data.conversations_arn),
                ),
                needs=args.secrets.values(*used),
                rules=args.rules,
                snap_start=args.snap_start,
                environment={"LLM_CONFIG": pulumi.Output.json_dumps(llm_config(args.llm, args.secrets.arns(*used)))},
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        if args.rules.alarm_topic_arn:
            self._fell_over(name, args, function.log_group)
        # By the version's number, another model would change every state machine, and a run in flight would lose its model's
        # secret and permission (docs/decisions/0015-a-run-keeps-its-versions.md).
        self.arn = aws.lambda_.Alias(
            f"{name}-live",
            name="live",
            description="The version that is called",
            function_name=function.name,
            function_version=function.version,
            # Stacks that were deployed earlier have it below the function. Pulumi would make a second alias of that name.
            opts=pulumi.ResourceOptions(parent=self, aliases=[pulumi.Alias(parent=function)]),
        ).arn
        self.register_outputs({"arn": self.arn})

    def _fell_over(self, name: str, args: LlmCallerArgs, log_group: pulumi.Output[str]) -> None:
        """Tell the topic that another target than the first one has answered. The function's log says so of each call."""
        metric = f"{args.physical_name}-fell-over"
        aws.cloudwatch.LogMetricFilter(
            f"{name}-fell-over",
            name=metric,
            log_group_name=log_group,
            pattern='{ $.event = "llm_call" && $.fell_over IS TRUE }',
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(namespace=METRICS, name=metric, value="1"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        alarm(
            f"{name}-alarm-fell-over",
            args.rules,
            description="The first model of the stack failed, and another one answered",
            namespace=METRICS,
            metric=metric,
            tags=args.tags,
            parent=self,
        )

    def _call_bedrock(self, args: LlmCallerArgs) -> list[iam.Statement]:
        targets, account = args.llm.targets, None
        if bedrock_access.needs_account(targets):
            account = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=self)).account_id
        return bedrock_access.statements(targets, args.region, account)


def secrets_of(llm: Llm) -> list[str]:
    """Return the names of the secrets that the targets need, sorted."""
    return sorted({target.secret for target in llm.targets if target.secret})


def timeout_seconds(llm: Llm) -> int:
    """Return the timeout of the function in seconds.

    Each target may take its whole time, one after the other, up to Lambda's limit.
    """
    return min(MOST_SECONDS, llm.timeout_seconds * len(llm.targets) + SLACK_SECONDS)


def llm_config(llm: Llm, secret_arns: Mapping[str, pulumi.Input[str]]) -> dict[str, Any]:
    """Return the content of `LLM_CONFIG`, which `lambda/call-llm/call_llm/config.py` reads.

    secret_arns: the ARNs by the secrets' names.
    """
    targets: list[dict[str, Any]] = []
    for target in llm.targets:
        config: dict[str, Any] = {"model": target.model, "params": target.params}
        if target.secret:
            config["secret_arn"] = secret_arns[target.secret]
        if target.api_base:
            config["api_base"] = target.api_base
        if target.client != DEFAULT_CLIENT:
            config["client"] = target.client
        if target.price:
            config["price"] = {"input": target.price.input, "output": target.price.output}
        targets.append(config)
    return {"targets": targets, "fallback_on": list(llm.fallback_on), "timeout_seconds": llm.timeout_seconds}
