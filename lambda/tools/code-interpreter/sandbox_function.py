"""Calls the sandbox, the function that runs the code, and checks its answer as if a model had written it.

Where the sandbox's kernel doesn't keep the code in, the code may have written the answer.
"""

import json
import os
from dataclasses import dataclass
from functools import cache
from typing import Any

from limits import MOST_ANSWER_BYTES, MOST_FIGURES, MOST_NOTE, MOST_NOTES, MOST_RESULT_FILES, MOST_TEXT
from toolkit import ToolError

ARN = "SANDBOX_ARN"
"""The environment variable with the sandbox's ARN."""

SECONDS_TO_CONNECT = 5
# docs/decisions/0014-a-call-is-made-again-where-that-is-safe.md
NEVER_BEGUN = (
    "CodeArtifactUserDeletedException",
    "CodeArtifactUserPendingException",
    "EC2ThrottledException",
    "EC2UnexpectedException",
    "EFSMountConnectivityException",
    "EFSMountTimeoutException",
    "ENILimitReachedException",
    "ENINotReadyException",
    "ResourceConflictException",
    "ResourceNotReadyException",
    "S3FilesMountConnectivityException",
    "S3FilesMountTimeoutException",
    "SnapStartException",
    "SnapStartNotReadyException",
    "SnapStartRegenerationFailureException",
    "SnapStartTimeoutException",
    "SubnetIPAddressLimitReachedException",
    "TooManyRequestsException",
)


class SandboxError(RuntimeError):
    """The sandbox can't be called, or its answer is none. It fails the function: the model can't repair it."""


class NeverBeganError(RuntimeError):
    """AWS has no room for a call of the sandbox now. No code has run, so the state machine makes this call again for minutes."""


@dataclass(frozen=True)
class Left:
    """A file that the code left, as the sandbox says."""

    name: str
    upload: int | None
    """The number of the link by which it was sent. None: it wasn't."""


@dataclass(frozen=True)
class Answer:
    stdout: str
    stderr: str
    value: str | None
    error: str | None
    notes: list[str]
    figures: list[Left]
    files: list[Left]
    kernel_lacks: dict[str, str]
    """The parts of the confinement that the sandbox's kernel doesn't have, each with the cause."""


def run(event: dict[str, Any], seconds: float) -> Answer:
    """Run code. Raises ToolError if no code was run or the sandbox ended, and SandboxError if it can't be called.

    seconds: the longest that the call may take.
    """
    called = _called(event, seconds)
    body = called["Payload"].read(MOST_ANSWER_BYTES + 1)
    if len(body) > MOST_ANSWER_BYTES:
        raise ToolError("The code's answer is too big. Print less.")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise SandboxError("the sandbox's answer is no JSON") from wrong
    if not isinstance(said, dict):
        raise SandboxError("the sandbox's answer is no object")
    if "FunctionError" in called:
        cause = _text(said.get("errorMessage"), 300)
        raise ToolError(
            f"The process that ran the code ended before it answered: {cause} Nothing was kept. The code may have taken too much "
            "memory or time: take less at once."
        )
    if refused := said.get("refused"):
        raise ToolError(f"No code was run, because it can't be kept in here: {_text(refused, 300)}")
    return read(said)


def read(said: dict[str, Any]) -> Answer:
    """Return the answer with each part of its type, and no longer than the sandbox should have made it."""
    lacks = said.get("kernel_lacks")
    return Answer(
        stdout=_text(said.get("stdout")),
        stderr=_text(said.get("stderr")),
        value=_text_or_none(said.get("value")),
        error=_text_or_none(said.get("error")),
        notes=[_text(note, MOST_NOTE) for note in _list(said.get("notes"))[:MOST_NOTES]],
        figures=_left(said.get("figures"), MOST_FIGURES),
        files=_left(said.get("files"), MOST_RESULT_FILES),
        kernel_lacks={_text(part, 20): _text(lacks[part], 200) for part in list(lacks)[:10]} if isinstance(lacks, dict) else {},
    )


def _left(said: Any, most: int) -> list[Left]:
    found = []
    for one in _list(said)[:most]:
        upload = one.get("upload") if isinstance(one, dict) else None
        is_number = isinstance(upload, int) and not isinstance(upload, bool) and 0 <= upload < MOST_FIGURES + MOST_RESULT_FILES
        found.append(Left(_text(one.get("name") if isinstance(one, dict) else None, 100), upload if is_number else None))
    return found


def _text(value: Any, most: int = MOST_TEXT) -> str:
    return value[:most] if isinstance(value, str) else ""


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@cache
def _lambda(seconds: float) -> Any:
    import boto3
    from botocore.config import Config

    # A second try would run the code twice.
    config = Config(connect_timeout=SECONDS_TO_CONNECT, read_timeout=seconds, retries={"total_max_attempts": 1})
    return boto3.client("lambda", config=config)


def _called(event: dict[str, Any], seconds: float) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    arn = os.environ.get(ARN)
    if not arn:
        raise SandboxError(f'this function has no {ARN}: deploy it with the sandbox, by "sandbox": true in its tools.json')
    try:
        return _lambda(seconds).invoke(FunctionName=arn, Payload=json.dumps(event).encode())
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        kind = NeverBeganError if code in NEVER_BEGUN else SandboxError
        raise kind(f"the sandbox can't be called: {code}") from error
    except BotoCoreError as error:
        raise SandboxError(f"the sandbox can't be called: {type(error).__name__}") from error
