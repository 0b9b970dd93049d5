"""What the probe found becomes findings: reached is failed, and what a laptop can't show is not seen."""

import io
import json
from typing import Any

import pytest

from cli.ask.stack import AgentOutputs, Stack
from cli.verify.deployed import Deployed
from cli.verify.finding import FAILED, NOT_SEEN, NOTED, PASSED
from cli.verify.sandbox import checks

ARN = "arn:aws:lambda:eu-west-1:417502936481:function:p-dev-"
FOUND: dict[str, Any] = {
    "kernel": "Linux 6.1 aarch64",
    "python": "3.13.1",
    "uid": 993,
    "no_new_privileges": 1,
    "seccomp": 2,
    "landlock_abi": "refused: ENOSYS",
    "status": "refused: EACCES",
    "variables": ["HOME"],
    "credentials": [],
    "credentials_of_processes": [],
    "processes": 3,
    "fork": "refused: EPERM",
    "signal_to_parent": "refused: EPERM",
    "writes": {"the system's /tmp": "written", "its packages": "refused: EROFS"},
    "reach": {part: {"a port 1": "refused: TimeoutError"} for part in ("internet", "metadata", "runtime_api")},
    "names": {"a": "refused: EPERM"},
}
NOTHING_LEFT = {"left": {"the system's /tmp": False}}


class Lambda:
    """The two functions, and the probe's answers one after another."""

    def __init__(self, *answers: dict[str, Any] | str, sandbox: dict[str, Any] | None = None) -> None:
        self.answers = list(answers)
        self.sandbox = sandbox

    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:
        if "sandbox" in FunctionName:
            return self.sandbox or {}
        return {"Environment": {"Variables": {"SANDBOX_ARN": f"{ARN}sandbox:4"}}} if self.sandbox is not None else {}

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:
        answer = self.answers.pop(0)
        said = (
            {"stdout": json.dumps(answer), **({"kernel_lacks": answer["lacks"]} if "lacks" in answer else {})}
            if isinstance(answer, dict)
            else answer
        )
        result = {"content": json.dumps(said)} if isinstance(said, dict) else {"errorMessage": said}
        return {"Payload": io.BytesIO(json.dumps(result).encode())}


class StepFunctions:
    def describe_state_machine(self, stateMachineArn: str) -> dict[str, str]:
        tool = {"Arguments": {"FunctionName": f"{ARN}code-interpreter:7"}}
        states = {
            "Call LLM": {"Arguments": {"FunctionName": f"{ARN}call-llm:live"}},
            "Use tools": {"ItemProcessor": {"States": {"execute_python": tool}}},
        }
        return {"definition": json.dumps({"States": states}), "roleArn": "arn:aws:iam::417502936481:role/r"}


def found(functions: Lambda, on_laptop: bool = False) -> dict[str, tuple[str, str]]:
    machine = "arn:aws:states:eu-west-1:417502936481:stateMachine:p-dev-sql"
    stack = Stack(
        "dev",
        {"sql": AgentOutputs("sql", machine, "p-dev-sql", "", {}, {})},
        "bucket",
        "eu-west-1",
        {"s3": "http://127.0.0.1:1"} if on_laptop else {},
    )
    clients = {"lambda": functions, "stepfunctions": StepFunctions()}
    there = Deployed(stack, lambda service, _: clients[service])
    return {check.promise: (finding.result, finding.seen) for check in checks(there) for finding in [check.find()]}


def changed(**fields: Any) -> Lambda:
    return Lambda(FOUND | fields, NOTHING_LEFT, sandbox={"VpcConfig": {"SubnetIds": ["a", "b"], "SecurityGroupIds": ["c"]}})


def reaching(part: str) -> dict[str, Any]:
    return {"reach": FOUND["reach"] | {part: {"g port 1": "refused: EPERM", "h port 1": "connected"}}}


def test_what_reaches_nothing_passes():
    results = found(changed())
    assert {result for result, _ in results.values()} == {PASSED, NOTED}
    assert results["It grants prctl: no new privileges"] == (NOTED, "granted; the code sees 1")
    assert results["It has Landlock"] == (NOTED, "granted; the code sees refused: ENOSYS")
    assert results["That function's network has no way out"] == (PASSED, "2 subnets, 1 security groups")


@pytest.mark.parametrize(
    ("fields", "promise", "seen"),
    [
        ({"credentials": ["AWS_X"], "variables": ["AWS_X"]}, "Its environment has no credentials", "1 variables: AWS_X"),
        ({"credentials_of_processes": ["AWS_X"]}, "It reads no credentials of another process", "variables: AWS_X"),
        (reaching("internet"), "It doesn't reach the internet", "connected to h port 1"),
        (reaching("metadata"), "It doesn't reach the addresses of credentials", "connected to h port 1"),
        (reaching("runtime_api"), "It doesn't reach Lambda's runtime API", "connected to h port 1"),
        ({"names": {"a": "found"}}, "It looks up no name", "found a"),
        ({"fork": "done"}, "It starts no process", "done"),
        ({"signal_to_parent": "done"}, "It sends no signal to its parent", "done"),
        ({"writes": {"its packages": "written"}}, "It can't change the packages of later calls", "written"),
    ],
)  # fmt: skip
def test_what_is_reached_fails(fields, promise, seen):
    assert found(changed(**fields))[promise] == (FAILED, seen)


def test_what_is_left_for_a_later_call_fails():
    functions = Lambda(FOUND, {"left": {"the system's /tmp": True}}, sandbox={})
    assert found(functions)["A later call finds nothing that it left"] == (
        FAILED,
        "wrote to the system's /tmp; found again in the system's /tmp",
    )


def test_what_only_a_kernel_can_forbid_breaks_no_promise_in_a_function_that_has_nothing_to_lose():
    found_there = FOUND | {"fork": "done", "lacks": ["landlock", "seccomp"]} | reaching("runtime_api")
    results = found(Lambda(found_there, NOTHING_LEFT, sandbox={}))
    assert results["It has Landlock"] == (NOTED, "refused; the code sees refused: ENOSYS")
    assert results["The result says what the kernel lacks"] == (NOTED, "lacking: landlock, seccomp")
    assert results["It starts no process"][0] == results["It doesn't reach Lambda's runtime API"][0] == NOTED
    without = found(Lambda(found_there, NOTHING_LEFT))
    assert without["It starts no process"] == (FAILED, "done")
    assert without["It doesn't reach Lambda's runtime API"] == (FAILED, "connected to h port 1")
    credentials = found(Lambda(found_there | {"credentials_of_processes": ["AWS_X"]}, NOTHING_LEFT, sandbox={}))
    assert credentials["It reads no credentials of another process"][0] == FAILED


def test_a_probe_without_an_answer_is_not_seen_and_is_asked_once():
    results = found(Lambda("Runtime exited with error: signal: killed", sandbox={}))
    assert results["Its environment has no credentials"] == (
        NOT_SEEN,
        "the probe gave no answer: Runtime exited with error: signal: killed",
    )
    assert results["It runs code"][0] == FAILED
    assert [promise for promise, (result, _) in results.items() if result == PASSED] == []


def test_on_the_laptop_an_address_where_nobody_listens_proves_nothing():
    laptop = found(Lambda(FOUND, NOTHING_LEFT, sandbox={}), on_laptop=True)
    assert laptop["It doesn't reach Lambda's runtime API"] == (NOT_SEEN, "not seen on the laptop stack")
    assert laptop["That function's network has no way out"] == (NOT_SEEN, "not seen on the laptop stack")
    refused = {part: {"a port 1": "refused: EPERM"} for part in FOUND["reach"]}
    assert (
        found(Lambda(FOUND | {"reach": refused}, NOTHING_LEFT, sandbox={}), on_laptop=True)[
            "It doesn't reach Lambda's runtime API"
        ][0]
        == PASSED
    )


def test_code_that_runs_in_the_tools_own_function_is_said_to():
    results = found(Lambda(FOUND, NOTHING_LEFT))
    assert results["It runs in a function of its own"] == (FAILED, "the code runs in the tool's function")
