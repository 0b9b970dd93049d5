"""Ask an agent a question every morning at seven, known by the outputs of its stack alone (docs/reference/outputs.md)."""

import json
import os

import pulumi
import pulumi_aws as aws

SERVICES = ("iam", "scheduler", "sts")

config = pulumi.Config()
stack = pulumi.StackReference(config.require("agentsStack"))
state_machine = stack.require_output("agents")[config.require("agent")]["stateMachineArn"]


def laptop() -> dict[str, object]:
    """The settings of a provider that asks the laptop stack, at the ports that the stack says. `agent env` sets the variables."""
    return {
        "endpoints": stack.require_output("endpoints").apply(lambda urls: [{name: urls[name] for name in SERVICES}]),
        "access_key": os.environ["AWS_ACCESS_KEY_ID"],
        "secret_key": os.environ["AWS_SECRET_ACCESS_KEY"],
        "skip_credentials_validation": True,
        "skip_requesting_account_id": True,
    }


provider = aws.Provider(
    "where-the-agents-are", region=stack.require_output("region"), **(laptop() if "AWS_ENDPOINT_URL_SFN" in os.environ else {})
)
there = pulumi.ResourceOptions(provider=provider)


def allow(**statement: object) -> pulumi.Output[str]:
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


# Scheduler serves every account: without the condition, a schedule of another one could use the role.
ours = {
    "StringEquals": {
        "aws:SourceAccount": aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(provider=provider)).account_id
    }
}
trust = allow(Action="sts:AssumeRole", Principal={"Service": "scheduler.amazonaws.com"}, Condition=ours)
role = aws.iam.Role("scheduler", assume_role_policy=trust, opts=there)
may_start = allow(Action="states:StartExecution", Resource=state_machine)
aws.iam.RolePolicy("may-start", role=role.name, policy=may_start, opts=there)

schedule = aws.scheduler.Schedule(
    "every-morning",
    schedule_expression="cron(0 7 * * ? *)",
    schedule_expression_timezone=config.require("timezone"),
    flexible_time_window={"mode": "OFF"},
    target={"arn": state_machine, "role_arn": role.arn, "input": json.dumps({"prompt": config.require("question")})},
    opts=there,
)
pulumi.export("schedule", schedule.arn)

# A tool of the stack is a function, which another project may call without a model, with an input of this schema.
tool = stack.require_output("tools")[config.require("tool")]
pulumi.export("tool", {"function": tool["functionArn"], "takes": tool["inputSchema"]["properties"].apply(sorted)})
