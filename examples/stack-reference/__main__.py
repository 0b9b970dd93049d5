"""Ask an agent a question every morning at seven, known by the outputs of its stack alone (docs/reference/outputs.md)."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
agents = pulumi.StackReference(config.require("agentsStack")).require_output("agents")
state_machine = agents[config.require("agent")]["stateMachineArn"]


def allow(**statement: object) -> pulumi.Output[str]:
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


# Scheduler serves every account: without the condition, a schedule of another one could use the role.
ours = {"StringEquals": {"aws:SourceAccount": aws.get_caller_identity_output().account_id}}
trust = allow(Action="sts:AssumeRole", Principal={"Service": "scheduler.amazonaws.com"}, Condition=ours)
role = aws.iam.Role("scheduler", assume_role_policy=trust)
aws.iam.RolePolicy("may-start", role=role.name, policy=allow(Action="states:StartExecution", Resource=state_machine))

schedule = aws.scheduler.Schedule(
    "every-morning",
    schedule_expression="cron(0 7 * * ? *)",
    schedule_expression_timezone=config.require("timezone"),
    flexible_time_window={"mode": "OFF"},
    target={"arn": state_machine, "role_arn": role.arn, "input": json.dumps({"prompt": config.require("question")})},
)
pulumi.export("schedule", schedule.arn)
