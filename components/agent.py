"""One agent: a state machine, the role it runs under, its log group and its alarms."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import iam, plain_args
from components.alarm import alarm
from components.declared_agent import check_early, definition, with_placeholders
from components.house_rules import HouseRules
from components.platform_outputs import Platform, with_platform
from components.state_machines.kinds.kind import PlainTool, ToolArgsError
from components.state_machines.kinds.table import permissions
from components.tool_args import ToolArgs

INPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "prompt": {
            "type": "string",
            "minLength": 1,
            "description": "The question. It comes after the conversation, if there is one.",
        },
        "messages": {
            "type": ["array", "null"],
            "items": {"type": "object"},
            "description": "A conversation to go on with, as Anthropic messages: the `messages` of an earlier run.",
        },
        "history": {
            "type": ["object", "null"],
            "properties": {"bucket": {"type": "string"}, "key": {"type": "string"}},
            "required": ["bucket", "key"],
            "description": "The beginning of that conversation, which stands in S3: the `history` of an earlier run.",
        },
        "limits": {
            "type": ["object", "null"],
            "properties": {
                "turns": {"type": "number", "minimum": 2},
                "tool_calls": {"type": "number", "minimum": 1},
                "tokens": {"type": "number", "minimum": 1},
                "cost_usd": {"type": "number", "minimum": 0},
                "seconds": {"type": "number", "minimum": 1},
            },
            "additionalProperties": False,
            "description": "Limits of this run. Each lowers the agent's own, and none raises it.",
        },
        "called_by": {
            "type": ["array", "null"],
            "items": {"type": "string"},
            "maxItems": 4,
            "description": "The state machines of the agents that called, in their order. The output has no conversation then.",
        },
    },
    "anyOf": [
        {"required": ["prompt"]},
        {"required": ["messages"], "properties": {"messages": {"type": "array", "minItems": 1}}},
        {"required": ["history"], "properties": {"history": {"type": "object"}}},
    ],
}
"""JSON Schema of an execution's input."""

# A log group under this prefix needs no resource policy of its own, and an account has room for only 10 of those.
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
LOG_PREFIX = "/aws/vendedlogs/states/"

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
MOST_IN_A_STATE_MACHINE_NAME = 80

ALARMS = {"failed": "ExecutionsFailed", "timed-out": "ExecutionsTimedOut"}


class LimitsArgs(TypedDict):
    """The limits of a run. At a limit the model gets one last call, to answer with what it has."""

    turns: NotRequired[pulumi.Input[int]]
    """Calls of the model, 2 to 100. Default: 25."""
    tool_calls: NotRequired[pulumi.Input[int]]
    """Tool calls of all turns together, 1 or more. Default: 100."""
    tokens: NotRequired[pulumi.Input[int]]
    """Input and output tokens of all turns together, 1 or more. Default: 1,000,000."""
    cost_usd: NotRequired[pulumi.Input[float]]
    """US dollars for all turns together. No limit if the model's price is unknown. Default: 5."""
    seconds: NotRequired[pulumi.Input[int]]
    """Seconds from the start of the run, 1 to 86,400. Default: 900."""


class AgentArgs(TypedDict):
    """The args of an Agent."""

    platform: pulumi.Input[Mapping[str, Any]]
    """The `outputs` of the AgentPlatform."""
    description: pulumi.Input[str]
    """One sentence that helps people to choose between agents."""
    system_prompt: pulumi.Input[str]
    """The text that tells the model what it is, and how to go about it."""
    output_schema: pulumi.Input[Mapping[str, Any]]
    """JSON Schema of the answer, of type object, in the dialect of docs/reference/tools-json.md."""
    tools: pulumi.Input[Sequence[pulumi.Input[ToolArgs]]]
    """The tools of any kind. An item may be the `tools` of a ToolFunction."""
    limits: NotRequired[pulumi.Input[LimitsArgs]]
    """The limits of a run."""
    questions: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Sample questions. `agent ask` asks the first one where none is given."""
    sends_data_out: NotRequired[pulumi.Input[str]]
    """Why the agent has tools that read data beside tools that send data out. Without a reason such an agent is refused: a text
    that the model reads could make it send the data away."""


class Agent(pulumi.ComponentResource):
    """A state machine that may call the model and its own tools.

    The component's name is the agent's: 1 to 30 lower-case letters, digits and -, a letter first.
    """

    state_machine_arn: pulumi.Output[str]
    """The ARN of the state machine. A caller needs `states:StartExecution` on it and nothing else."""
    outputs: pulumi.Input[Mapping[str, Any]]
    """The agent in the stack's outputs: stateMachineArn, name, description, questions, inputSchema and outputSchema.

    inputSchema is the JSON Schema of an execution's input. outputSchema is that of `output` in an execution's output.
    """

    def __init__(self, name: str, args: AgentArgs, opts: pulumi.ResourceOptions | None = None):
        declared = plain_args.read("Agent", name, args, AgentArgs)
        platform = declared.pop("platform")
        check_early(name, declared)
        super().__init__("step-functions-agents:index:Agent", name, None, opts)
        self.outputs = with_platform("Agent", name, platform, lambda known: self._make(name, declared, known))
        self.state_machine_arn = pulumi.Output.from_input(self.outputs["stateMachineArn"])
        self.register_outputs({"outputs": self.outputs, "state_machine_arn": self.state_machine_arn})

    def _make(self, name: str, declared: Mapping[str, Any], platform: Platform) -> dict[str, Any]:
        """Make the state machine and what it needs, and return the outputs."""
        inside = pulumi.ResourceOptions(parent=self)
        rules, physical_name = platform.rules, f"{platform.name_prefix}{name}"
        plain_args.check_name_in_aws("Agent", name, physical_name, MOST_IN_A_STATE_MACHINE_NAME)
        known = pulumi.Output.all(declared, platform.placeholders).apply(lambda found: with_placeholders(name, *found))
        tools = known["tools"]

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=f"{LOG_PREFIX}{physical_name}",
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
            description=f"The role of the state machine {physical_name}",
            assume_role_policy=iam.assumed_by("states.amazonaws.com", _only_for(physical_name, rules)),
            tags=rules.tags,
            opts=inside,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=iam.policy_of_a_role(
                "Agent",
                name,
                pulumi.Output.all(tools, {**platform.placeholders, "state_machine": physical_name}).apply(
                    lambda found: [
                        iam.allow("CallLlm", ["lambda:InvokeFunction"], platform.llm_caller_arn),
                        _deliver_logs(),
                        *([iam.tracing("xray:GetSamplingRules", "xray:GetSamplingTargets")] if rules.tracing else []),
                        *rules.may_encrypt_runs(physical_name),
                        *_use_tools(*found),
                        *rules.may_read_runs([tool["agent"]["state_machine_arn"] for tool in found[0] if "agent" in tool]),
                        # EventBridge keeps the credentials of a connection in a secret with this key.
                        *(rules.may_use_key("secretsmanager") if any("http" in tool for tool in found[0]) else []),
                    ]
                ),
            ),
            opts=inside,
        )
        machine = aws.sfn.StateMachine(
            f"{name}-state-machine",
            name=physical_name,
            role_arn=role.arn,
            definition=pulumi.Output.all(
                known, platform.llm_caller_arn, platform.data_bucket, platform.llm_caller_timeout_seconds
            ).apply(lambda found: json.dumps(definition(name, *found))),
            logging_configuration=aws.sfn.StateMachineLoggingConfigurationArgs(
                level="ALL" if rules.log_level in ("DEBUG", "INFO") else "ERROR",
                # Questions and tool results stay in the execution's history and reach no log.
                include_execution_data=False,
                log_destination=pulumi.Output.concat(logs.arn, ":*"),
            ),
            tracing_configuration=aws.sfn.StateMachineTracingConfigurationArgs(enabled=rules.tracing),
            encryption_configuration=_encryption(rules.kms_key_arn),
            tags=rules.tags,
            # Step Functions tries the role on the log group when it makes the state machine.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        if rules.alarm_topic_arn is not None:
            self._alarms(name, rules, machine.arn)
        return {
            "stateMachineArn": machine.arn,
            "name": machine.name,
            "description": declared["description"],
            "questions": declared.get("questions", []),
            "inputSchema": INPUT_SCHEMA,
            "outputSchema": declared["output_schema"],
        }

    def _alarms(self, name: str, rules: HouseRules, machine_arn: pulumi.Output[str]) -> None:
        for ending, metric in ALARMS.items():
            alarm(
                f"{name}-alarm-{ending}",
                rules,
                description=f"A run of the agent {name} has {ending.replace('-', ' ')}",
                namespace="AWS/States",
                metric=metric,
                dimensions={"StateMachineArn": machine_arn},
                parent=self,
            )


def _use_tools(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[iam.Statement]:
    """Return what the role needs for its tools. Raises ArgsError for one that the state machine can't call."""
    try:
        needed = permissions(tools, placeholders)
    except ToolArgsError as wrong:
        raise plain_args.refused("Agent", placeholders["state_machine"], str(wrong)) from wrong
    return [iam.allow(each.sid, each.actions, *each.resources, only_if=each.only_if) for each in needed]


def _only_for(state_machine: str, rules: HouseRules) -> dict[str, Any] | None:
    """Return the condition that Step Functions assumes the role for this state machine alone, or for one of its versions.

    https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy
    """
    if rules.account is None:
        return None
    own = rules.arn("states", f"stateMachine:{state_machine}")
    return {
        "StringEquals": {"aws:SourceAccount": rules.account},
        "ArnLike": {"aws:SourceArn": [own, pulumi.Output.concat(own, ":*")]},
    }


def _encryption(key_arn: pulumi.Input[str] | None) -> aws.sfn.StateMachineEncryptionConfigurationArgs | None:
    if key_arn is None:
        return None
    return aws.sfn.StateMachineEncryptionConfigurationArgs(
        type="CUSTOMER_MANAGED_KMS_KEY", kms_key_id=key_arn, kms_data_key_reuse_period_seconds=300
    )


def _deliver_logs() -> iam.Statement:
    # `*`, because these actions know no resources, and Step Functions asks for exactly these:
    # https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
    return iam.allow(
        "DeliverLogs",
        [
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ],
        "*",
    )
