"""Every toolkit makes and takes the same keys in S3: the cases of tests/events/keys in each language. S3 is a real emulator."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ParamValidationError

from components.packaging.package import TOOLCHAINS
from local.built_function import Answer, BuiltFunction
from tests.conformance.case import EVENTS
from tests.conformance.test_toolkits import TOOLS

PARTS: list[dict[str, Any]] = json.loads((EVENTS / "keys" / "parts.json").read_text("utf-8"))
READS: list[dict[str, Any]] = json.loads((EVENTS / "keys" / "reads.json").read_text("utf-8"))
OWN = "runs/sql/run-1/"
MOST_KEY_BYTES = 1024
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html"""


@pytest.fixture(params=sorted(TOOLCHAINS), scope="session")
def function(request: pytest.FixtureRequest, built_function: Callable[[Path, str], BuiltFunction]) -> BuiltFunction:
    return built_function(TOOLS / request.param, f"conformance-{request.param}")


@pytest.fixture
def use(function: BuiltFunction, bucket: str) -> Callable[..., Answer]:
    def call(tool: str, prefix: str = OWN, id: str = "toolu_1", **given: str) -> Answer:
        run = {"execution": "run-1", "agent": "sql", "results": {"bucket": bucket, "prefix": prefix}}
        return function.invoke({"id": id, "name": tool, "input": given, "run": run})

    return call


def test_two_ids_or_names_never_become_one_part_of_a_key() -> None:
    assert len({case["part"] for case in PARTS}) == len({case["text"] for case in PARTS}) == len(PARTS)


@pytest.mark.attack("cross_run")
def test_a_file_is_stored_under_the_parts_of_its_id_and_its_name(use: Callable[..., Answer], bucket: str) -> None:
    differs, expected = {}, set()
    for case in PARTS:
        id, part = (case["text"], case["part"]) if case["text"] else ("toolu_1", "toolu_1")
        key = f"{OWN}{part}/{case['part']}"
        answer = use("store", id=id, name=case["text"])
        said = str(answer.error) if answer.error else answer.result["content"]
        if answer.error or json.loads(said) != {"bucket": bucket, "key": key, "bytes": 6}:
            differs[case["about"]] = said
        expected.add(key)
    assert differs == {}
    stored = boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert {one["Key"] for one in stored} == expected


def test_the_longest_key_is_one_that_s3_takes(use: Callable[..., Answer], bucket: str) -> None:
    prefix = f"runs/{'a' * 30}/{chr(0x1F600) * 80}/"
    answer = use("store", prefix=prefix, id="\u00fc" * 5000, name="\u00fc" * 5000)
    key = json.loads(answer.result["content"])["key"]
    assert len(key.encode()) < MOST_KEY_BYTES
    assert boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == b"stored"


@pytest.mark.attack("cross_run")
def test_a_file_is_read_if_it_is_the_runs_own_or_below_inputs_and_by_no_trick_another(
    use: Callable[..., Answer], bucket: str
) -> None:
    s3, differs = boto3.client("s3"), {}
    # Each is there under its own key, so that a toolkit that took it would read it. S3 doesn't take some of them.
    for case in [*READS, *({"key": key} for key in ("runs/sql/run-2/toolu_1/a.csv", "runs/sql/run-2/a.csv"))]:
        with contextlib.suppress(ClientError, ParamValidationError):
            s3.put_object(Bucket=bucket, Key=case["key"], Body=b"secret")
    for case in READS:
        answer = use("read", bucket=bucket, key=case["key"])
        said = str(answer.error) if answer.error else answer.result["content"]
        fits = said == "secret" if case["read"] else " can't be read" in said and f"begin with {OWN}; " in said
        if answer.error or answer.result["is_error"] == case["read"] or not fits:
            differs[case["about"]] = said
    assert differs == {}
