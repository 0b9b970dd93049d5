"""Every toolkit sits out the faults of S3 and Secrets Manager that pass: two in a row, by the built function of each language."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from components.packaging.package import TOOLCHAINS
from local.built_function import BuiltFunction
from tests.conformance.test_toolkits import TOOLS, run_in
from tests.faults import Faults, broken, busy, throttled

LANGUAGES = sorted(TOOLCHAINS)
WORD = "sesame"

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture(scope="module")
def faults(ministack: str) -> Iterator[Faults]:
    with Faults(ministack).serving() as served:
        yield served


@pytest.fixture(scope="module")
def door(ministack: str) -> str:
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1", "endpoint_url": ministack}
    created = boto3.client("secretsmanager", **keys).create_secret(Name=f"door-{uuid.uuid4().hex}", SecretString=WORD)
    return created["ARN"]


@pytest.fixture(params=LANGUAGES, scope="module")
def function(request: pytest.FixtureRequest, built_function: Any, faults: Faults, door: str) -> BuiltFunction:
    environment = {"AWS_ENDPOINT_URL": faults.url, "SECRET_ARN_DOOR": door}
    return built_function(Path(TOOLS, request.param), f"conformance-{request.param}", environment)


def used(function: BuiltFunction, bucket: str, tool: str, /, **given: Any) -> Any:
    answer = function.invoke({"id": f"toolu_{tool}", "name": tool, "input": given, "run": run_in(bucket)})
    assert answer.error is None, answer.error
    assert answer.result["is_error"] is False, answer.result
    return answer.result["content"]


def test_a_secret_is_read_by_the_third_try(function: BuiltFunction, faults: Faults, bucket: str) -> None:
    faults.fail(throttled, broken)
    assert used(function, bucket, "reveal") == WORD
    assert (faults.failed, faults.forwarded) == (2, 1)


def test_a_file_is_stored_and_read_by_the_third_try(function: BuiltFunction, faults: Faults, bucket: str) -> None:
    faults.fail(busy, broken)
    stored = json.loads(used(function, bucket, "repeat", text="abc ", count=6000))
    assert faults.failed == 2
    faults.fail(broken, busy)
    preview = json.loads(used(function, bucket, "read", bucket=stored["bucket"], key=stored["key"]))
    assert faults.failed == 2
    assert preview["bytes"] == stored["bytes"] == 24_000
