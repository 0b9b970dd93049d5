"""One agent: a state machine from its declaration, the role it runs under, its log group and its alarms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from agents.declaration import Agent as Declaration
from components import iam
from components.alarm import alarm
from components.data_bucket import DataBucket
from components.house_rules import NO_RULES, HouseRules
from components.llm_caller import LlmCaller
from components.state_machines.kinds.table import permissions
from components.state_machines.render import render
from components.tool_function import ToolFunction

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
            "description": "The state machines of the agents that called, from the first one on. The output has no conversation then.",
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

ALARMS = {"failed": "ExecutionsFailed", "timed-out": "ExecutionsTimedOut"}


@dataclass(frozen=True)
class AgentArgs:
    declaration: Declaration
    caller: LlmCaller
    tool_functions: Mapping[str, ToolFunction]
    """The tool functions by the name of their folder. Functions of other agents may be among them."""
    data: DataBucket
    """The bucket for big results and long histories of the agent's runs."""
    physical_name: str
    """The state machine's name in AWS, 80 characters or fewer."""
    log_retention_days: int
    tags: dict[str, str]
    rules: HouseRules = NO_RULES
    """The rules of the account. Its topic is told of each run that fails or times out."""
    placeholders: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """The values that resources of the tools' permissions may name: partition, region, account, project, stack."""


class Agent(pulumi.ComponentResource):
    """A state machine that may call the LLM caller and the functions of its own tools."""

    outputs: pulumi.Output[dict[str, Any]]
    """The agent in the stack's outputs: stateMachineArn, name, description, questions, inputSchema and outputSchema.

    inputSchema is the JSON Schema of an execution's input. outputSchema is that of `output` in an execution's output.
    """

    def __init__(self, name: str, args: AgentArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:Agent", name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        agent, caller, rules = args.declaration, args.caller, args.rules
        functions = {name: args.tool_functions[name] for name in agent.folders}
        tools = pulumi.Output.from_input(
            agent.tool_args(
                {name: {"arn": function.arn, "every_version": function.every_version} for name, function in functions.items()}
            )
        )

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=f"{LOG_PREFIX}{args.physical_name}",
            retention_in_days=args.log_retention_days,
            kms_key_id=rules.kms_key_arn,
            tags=args.tags,
            opts=inside,
        )
        role = aws.iam.Role(
            f"{name}-role",
            name=rules.name(f"{name}-role"),
            path=rules.role_path if rules.role_path != "/" else None,
            permissions_boundary=rules.permissions_boundary,
            description=f"The role of the state machine {args.physical_name}",
            assume_role_policy=iam.assumed_by("states.amazonaws.com", _only_for(args.physical_name, rules)),
            tags=args.tags,
            opts=inside,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=iam.document(
                [
                    iam.allow("CallLlm", ["lambda:InvokeFunction"], caller.arn),
                    _deliver_logs(),
                    *([iam.tracing("xray:GetSamplingRules", "xray:GetSamplingTargets")] if rules.tracing else []),
                    *rules.may_encrypt_runs(args.physical_name),
                ],
                more=pulumi.Output.all(tools, {**args.placeholders, "state_machine": args.physical_name}).apply(_use_tools),
            ),
            opts=inside,
        )
        machine = aws.sfn.StateMachine(
            f"{name}-state-machine",
            name=args.physical_name,
            role_arn=role.arn,
            definition=pulumi.Output.all(caller.arn, tools, args.data.name).apply(
                lambda known: json.dumps(render(agent, known[0], known[1], known[2], caller.timeout_seconds))
            ),
            logging_configuration=aws.sfn.StateMachineLoggingConfigurationArgs(
                level="ALL" if rules.log_level in ("DEBUG", "INFO") else "ERROR",
                # Questions and tool results stay in the execution's history and reach no log.
                include_execution_data=False,
                log_destination=pulumi.Output.concat(logs.arn, ":*"),
            ),
            tracing_configuration=aws.sfn.StateMachineTracingConfigurationArgs(enabled=rules.tracing),
            encryption_configuration=_encryption(rules.kms_key_arn),
            tags=args.tags,
            # Step Functions tries the role on the log group when it makes the state machine.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        if rules.alarm_topic_arn:
            self._alarms(name, args, machine.arn)

        self.outputs = pulumi.Output.from_input(
            {
                "stateMachineArn": machine.arn,
                "name": machine.name,
                "description": agent.description,
                "questions": list(agent.questions),
                "inputSchema": INPUT_SCHEMA,
                "outputSchema": agent.output_schema,
            }
        )
        self.register_outputs({"outputs": self.outputs})

    def _alarms(self, name: str, args: AgentArgs, machine_arn: pulumi.Output[str]) -> None:
        for ending, metric in ALARMS.items():
            alarm(
                f"{name}-alarm-{ending}",
                args.rules,
                description=f"A run of the agent {args.declaration.name} has {ending.replace('-', ' ')}",
                namespace="AWS/States",
                metric=metric,
                dimensions={"StateMachineArn": machine_arn},
                tags=args.tags,
                parent=self,
            )


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


def _encryption(key_arn: str | None) -> aws.sfn.StateMachineEncryptionConfigurationArgs | None:
    if key_arn is None:
        return None
    return aws.sfn.StateMachineEncryptionConfigurationArgs(
        type="CUSTOMER_MANAGED_KMS_KEY", kms_key_id=key_arn, kms_data_key_reuse_period_seconds=300
    )


def _use_tools(known: Sequence[Any]) -> list[iam.Statement]:
    """Return what the role needs for its tools. known: the tools, and the values of placeholders."""
    return [iam.allow(each.sid, each.actions, *each.resources, only_if=each.only_if) for each in permissions(*known)]


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
