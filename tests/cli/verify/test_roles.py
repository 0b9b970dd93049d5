"""IAM says what a role may do, and one that may too much fails by the name of the action. IAM is MiniStack's."""

import json
import uuid
from typing import Any

import boto3
import pytest

from cli.ask.stack import AgentOutputs, Stack
from cli.verify.deployed import Deployed
from cli.verify.finding import FAILED, PASSED
from cli.verify.roles import checks

ACCOUNT = "000000000000"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:p-dev-"
MACHINE = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:p-dev-sql"
LOGS = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/lambda/p-dev-"


def role(*statements: tuple[str, str]) -> str:
    iam, name = boto3.client("iam"), f"role-{uuid.uuid4().hex[:8]}"
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    allowed = [{"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in statements]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": allowed}))
    return arn


class Lambda:
    def __init__(self, **roles: str) -> None:
        self.roles = roles

    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:
        variables = {"SANDBOX_ARN": f"{FUNCTION}sandbox"} if "code" in FunctionName else {}
        label = FunctionName.removeprefix(FUNCTION).partition(":")[0].replace("-", "_")
        return {"Role": self.roles[label], "Environment": {"Variables": variables}}


class StepFunctions:
    def __init__(self, role: str) -> None:
        self.role = role

    def describe_state_machine(self, stateMachineArn: str) -> dict[str, str]:
        tool = {"Arguments": {"FunctionName": f"{FUNCTION}code-interpreter:7"}}
        states = {
            "Call LLM": {"Arguments": {"FunctionName": f"{FUNCTION}call-llm:3"}},
            "Use tools": {"ItemProcessor": {"States": {"execute_python": tool}}},
        }
        return {"definition": json.dumps({"States": states}), "roleArn": self.role}


@pytest.fixture
def found(aws):
    """The findings of a stack whose roles may what they need, and the given statements more."""

    def find(**more: tuple[str, str]) -> dict[str, tuple[str, str]]:
        def given(label: str, *needed: tuple[str, str]) -> str:
            return role(*needed, *([more[label]] if label in more else []))

        functions = Lambda(
            call_llm=given("call_llm", ("logs:PutLogEvents", f"{LOGS}call-llm:*")),
            code_interpreter=given(
                "code_interpreter",
                ("logs:PutLogEvents", f"{LOGS}code-interpreter:*"),
                ("lambda:InvokeFunction", f"{FUNCTION}sandbox"),
            ),
            sandbox=given("sandbox", ("logs:PutLogEvents", f"{LOGS}sandbox:*")),
        )
        machine = given(
            "sql", ("lambda:InvokeFunction", f"{FUNCTION}call-llm:*"), ("lambda:InvokeFunction", f"{FUNCTION}code-interpreter:*")
        )
        clients = {"lambda": functions, "stepfunctions": StepFunctions(machine), "iam": boto3.client("iam")}
        stack = Stack("dev", {"sql": AgentOutputs("sql", MACHINE, "p-dev-sql", "", {}, {})}, "data", "us-east-1", {})
        there = Deployed(stack, lambda service, _: clients[service])
        return {
            check.promise.partition(":")[0]: (finding.result, finding.seen) for check in checks(there) for finding in [check.find()]
        }

    return find


def test_roles_that_may_what_they_are_for_pass(found):
    results = found()
    assert list(results) == ["call-llm", "code-interpreter", "sandbox", "agent sql"]
    assert {result for result, _ in results.values()} == {PASSED}, results


@pytest.mark.parametrize(
    ("label", "statement", "seen"),
    [
        ("sandbox", ("s3:GetObject", "arn:aws:s3:::data/runs/*"), "s3:GetObject on arn:aws:s3:::data/runs/any"),
        ("sandbox", ("lambda:InvokeFunction", f"{FUNCTION}call-llm"), f"lambda:InvokeFunction on {FUNCTION}call-llm"),
        ("code_interpreter", ("s3:*", "arn:aws:s3:::data/packages/*"), "s3:PutObject on arn:aws:s3:::data/packages/any"),
        ("code_interpreter", ("s3:GetObject", "arn:aws:s3:::data/*"), "s3:GetObject on arn:aws:s3:::data/conversations/any"),
        ("call_llm", ("secretsmanager:*", "*"), "secretsmanager:GetSecretValue on *"),
        ("sql", ("lambda:InvokeFunction", f"{FUNCTION}sandbox"), f"lambda:InvokeFunction on {FUNCTION}sandbox"),
        ("sql", ("states:StartExecution", "*"), "states:StartExecution on *"),
    ],
)
def test_a_role_that_may_more_fails_by_the_name_of_the_action(found, label, statement, seen):
    results = found(**{label: statement})
    name = "agent sql" if label == "sql" else label.replace("_", "-")
    assert [one for one, (result, _) in results.items() if result == FAILED] == [name]
    assert results[name][1].startswith("allowed: ")
    assert seen in results[name][1]


def test_a_role_that_is_denied_everything_fails_because_the_answers_mean_nothing(found):
    denied = role(("s3:GetObject", "arn:aws:s3:::elsewhere/*"))
    results = found()
    assert results["sandbox"][0] == PASSED
    functions = Lambda(call_llm=denied, code_interpreter=denied, sandbox=denied)
    clients = {"lambda": functions, "stepfunctions": StepFunctions(denied), "iam": boto3.client("iam")}
    stack = Stack("dev", {"sql": AgentOutputs("sql", MACHINE, "p-dev-sql", "", {}, {})}, "data", "us-east-1", {})
    findings = [check.find() for check in checks(Deployed(stack, lambda service, _: clients[service]))]
    assert {finding.result for finding in findings} == {FAILED}
    assert findings[0].seen == "logs:PutLogEvents, which it needs, is denied too"
