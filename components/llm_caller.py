"""The Lambda function that calls the model, its configuration and its secrets.

The function takes its models from `LLM_CONFIG` alone, so another model is a change of configuration and not of code. That variable
never holds an API key. It holds the ARN of a secret, which the function reads when it first calls the model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from agents.folders import ROOT
from components import bedrock_access, iam
from components.alarm import alarm
from components.data_bucket import CONVERSATIONS, every_object
from components.function import Function, FunctionArgs
from components.house_rules import NO_RULES, HouseRules
from components.packaging.package import Package
from components.packaging.source import Source
from components.plain_args import then
from components.secret_store import may_read
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
    llm: Llm | pulumi.Output[Llm]
    """The models to call, in their order. A target at Bedrock is called in the region of the rules, unless it names another one."""
    secret_arns: Mapping[str, pulumi.Input[str]]
    """The ARNs of secrets by name. The function may read only those that the targets name."""
    snap_start: bool
    """True if the function starts from a snapshot. Importing LiteLLM is most of its cold start."""
    package: Package
    bucket: pulumi.Input[str]
    """Name of the bucket for the function's code and for long histories."""
    bucket_arn: pulumi.Input[str]
    physical_name: str
    """The function's name in AWS."""
    rules: HouseRules = NO_RULES
    """The rules for every resource."""


class LlmCaller(pulumi.ComponentResource):
    """A function that may call its targets' models at Bedrock, read the other targets' secrets, and keep conversations."""

    arn: pulumi.Output[str]
    """The ARN of the alias `live`, which stays the same at every deployment and calls the newest version."""
    timeout_seconds: pulumi.Input[int]
    """Seconds after which Lambda ends a call."""

    def __init__(self, name: str, args: LlmCallerArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:LlmCaller", name, None, opts)
        self.timeout_seconds = then(args.llm, timeout_seconds)
        function = Function(
            name,
            FunctionArgs(
                package=args.package,
                bucket=args.bucket,
                physical_name=args.physical_name,
                description="Calls the model for the agents",
                memory_mb=then(args.llm, lambda llm: llm.memory_mb),
                timeout_seconds=self.timeout_seconds,
                statements=then(args.llm, lambda llm: _statements(llm, args)),
                rules=args.rules,
                snap_start=args.snap_start,
                environment={"LLM_CONFIG": pulumi.Output.json_dumps(then(args.llm, lambda llm: llm_config(llm, args.secret_arns)))},
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        if args.rules.alarm_topic_arn is not None:
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
            opts=pulumi.ResourceOptions(parent=self, aliases=[pulumi.Alias(parent=_function_below_no_platform(name))]),
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
            parent=self,
        )


def _function_below_no_platform(name: str) -> pulumi.Output[str]:
    """Return the URN of the function in a stack that was deployed before there was a platform."""
    caller = pulumi.create_urn(name, "step-functions-agents:index:LlmCaller")
    return pulumi.create_urn(name, "step-functions-agents:index:Function", parent=caller)


def _statements(llm: Llm, args: LlmCallerArgs) -> Sequence[iam.Statement]:
    used = {name: args.secret_arns[name] for name in secrets_of(llm)}
    conversations = every_object(args.bucket_arn, CONVERSATIONS)
    return (
        *may_read(used),
        *args.rules.may_use_key("s3", *(["secretsmanager"] if used else [])),
        *bedrock_access.statements(llm.targets, args.rules.region, args.rules.account),
        iam.allow("Conversations", ["s3:PutObject", "s3:GetObject"], conversations),
    )


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
