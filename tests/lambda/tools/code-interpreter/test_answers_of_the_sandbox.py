"""What the tool does with answers of the sandbox, which code may have written."""

import json
from typing import ClassVar

import boto3
import pytest

from components.state_machines.kinds.branch import template
from local.loopback_server import LoopbackServer, Response

PNG = b"\x89PNG\r\n\x1a\n"
GOOD = {"stdout": "", "stderr": "", "value": None, "error": None, "notes": [], "figures": [], "files": [], "kernel_lacks": {}}


class Sandbox(LoopbackServer):
    """Answers each call as a test says, after it has put files to the links that it was given."""

    NAME = "sandbox"
    said: object = None
    sent: tuple[bytes, ...] = ()
    headers: ClassVar[dict[str, str]] = {}
    status = 200

    def answer(self, request):
        from urllib.request import Request, urlopen

        for link, data in zip(json.loads(request.body)["uploads"], self.sent, strict=False):
            urlopen(Request(link, data, method="PUT")).close()
        return Response(self.status, self.said, self.headers)


@pytest.fixture
def sandbox(monkeypatch, tool_function):
    tool_function("code-interpreter").sandbox_function._lambda.cache_clear()
    with Sandbox().serving() as server:
        monkeypatch.setenv("SANDBOX_ARN", "arn:aws:lambda:us-east-1:000000000000:function:sandbox")
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", server.url)
        yield server
    tool_function("code-interpreter").sandbox_function._lambda.cache_clear()


@pytest.fixture
def called(tool_function, run_for, sandbox):
    def call(said, sent=(), status=200, **headers):
        sandbox.said, sandbox.sent, sandbox.status, sandbox.headers = said, sent, status, headers
        event = {"id": "toolu_1", "name": "execute_python", "input": {"code": "1"}, "run": run_for}
        return tool_function("code-interpreter").handler(event, None)

    return call


def test_texts_are_cut_and_notes_are_few(called):
    forged = {**GOOD, "value": "v" * 1_000_000, "notes": ["n" * 10_000] * 1_000, "kernel_lacks": {"x" * 999: "y" * 999, "z": 5}}
    result = called(forged)
    assert len(json.dumps(result)) < 10_000


@pytest.mark.parametrize(
    "said",
    [
        {},
        {**GOOD, "stdout": 5, "notes": "x", "figures": {"a": 1}, "files": [1, None, {"name": 5, "upload": True}]},
        {**GOOD, "kernel_lacks": [1]},
        {**GOOD, "figures": [{"name": "", "upload": 99}, {"name": "", "upload": -1}, {"name": "", "upload": 1.5}]},
    ],
)
def test_an_answer_of_any_shape_is_read_without_a_crash(called, said):
    result = called(said)
    assert not result["is_error"]
    assert json.loads(result["content"])["figures"] == []


def test_only_what_arrived_and_is_what_it_should_be_is_kept(called, bucket):
    said = {
        **GOOD,
        "figures": [{"name": "", "upload": 0}, {"name": "a.png", "upload": 1}, {"name": "", "upload": 7}],
        "files": [
            {"name": "a.csv", "upload": 2},
            {"name": "../../b", "upload": 2},
            {"name": "c\n", "upload": 2},
            {"name": "d", "upload": None},
        ],
    }
    content = json.loads(called(said, (PNG + b"1", b"GIF89a..", b"1,2"))["content"])
    folder = "runs/e/toolu_1"
    assert content["figures"] == [{"bucket": bucket, "key": f"{folder}/figure-1.png"}]
    assert content["files"] == [{"name": "a.csv", "bucket": bucket, "key": f"{folder}/result-a.csv", "bytes": 3}]
    assert content["notes"] == ["Not kept, because the sandbox didn't send what it said: a.png, a file, a file, a file, d."]


def test_a_link_does_not_reach_what_was_kept(called, bucket, sandbox):
    content = json.loads(called({**GOOD, "files": [{"name": "a.csv", "upload": 0}]}, (b"first",))["content"])
    s3 = boto3.client("s3")
    s3.put_object(Bucket=bucket, Key="runs/e/toolu_1/unchecked-0", Body=b"later")
    assert s3.get_object(Bucket=bucket, Key=content["files"][0]["key"])["Body"].read() == b"first"


def test_a_file_that_is_too_big_is_not_kept(called):
    content = json.loads(called({**GOOD, "files": [{"name": "a.bin", "upload": 0}]}, (b"x" * (16 * 2**20 + 1),))["content"])
    assert "files" not in content


def test_a_refusal_is_an_error_that_the_model_reads(called):
    result = called({"refused": "x" * 1_000})
    assert result["is_error"]
    assert result["content"] == f"No code was run, because it can't be kept in here: {'x' * 300}"


def test_a_sandbox_that_ended_is_an_error_that_the_model_reads(called):
    said = {"errorType": "Sandbox.Timedout", "errorMessage": "Task timed out after 85.00 seconds"}
    result = called(said, **{"x-amz-function-error": "Unhandled"})
    assert result["is_error"]
    assert "Task timed out after 85.00 seconds" in result["content"]


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, "TooManyRequestsException", "NeverBeganError"),
        (403, "AccessDeniedException", "SandboxError"),
        (500, "ServiceException", "SandboxError"),
    ],
)
def test_a_sandbox_that_can_not_be_called_fails_the_function_after_one_try(called, status, code, error):
    with pytest.raises(RuntimeError, match=f"the sandbox can't be called: {code}") as raised:
        called({"message": "no"}, status=status, **{"x-amzn-errortype": code})
    assert type(raised.value).__name__ == error


def test_the_tool_and_the_state_machine_know_the_same_calls_that_never_began(tool_function):
    never_began = template("function")["${tool}"]["Retry"][0]["ErrorEquals"]
    mine = [f"Lambda.{code}" for code in tool_function("code-interpreter").sandbox_function.NEVER_BEGUN]
    assert never_began == [*mine, "NeverBeganError"]


@pytest.mark.parametrize("said", ["no JSON", "[1]", "[" * 100_000])
def test_an_answer_that_is_no_object_fails_the_function(called, said):
    with pytest.raises(RuntimeError, match="the sandbox's answer is no"):
        called(said)
