"""Lambda's Invoke for functions of this machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from components.packaging.package import ROOT
from local.built_function import BuiltFunction
from local.lambda_api import LambdaApi

PYTHON_TOOLS = ROOT / "tests" / "conformance" / "tools" / "python"
ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo:7"


def lambda_client(url: str) -> Any:
    keys = {"aws_access_key_id": "any", "aws_secret_access_key": "any"}
    return boto3.client("lambda", endpoint_url=url, region_name="us-east-1", config=Config(retries={"max_attempts": 0}), **keys)


def test_a_function_is_invoked_by_its_arn(built_function: Callable[[Path, str], BuiltFunction]) -> None:
    with LambdaApi({ARN: built_function(PYTHON_TOOLS, "called-by-the-tests")}).serving() as api:
        event = {"id": "call_1", "name": "echo", "input": {"text": "日本"}}
        answer = lambda_client(api.url).invoke(FunctionName=ARN, Payload=json.dumps(event).encode())
        assert "FunctionError" not in answer
        assert "日本" in json.loads(answer["Payload"].read())["content"]


def test_its_error_is_told_as_lambda_tells_it(built_function: Callable[[Path, str], BuiltFunction]) -> None:
    with LambdaApi({ARN: built_function(PYTHON_TOOLS, "called-by-the-tests")}).serving() as api:
        answer = lambda_client(api.url).invoke(FunctionName=ARN, Payload=b'{"name": 1}')
        assert answer["FunctionError"] == "Unhandled"
        assert json.loads(answer["Payload"].read())["errorType"].endswith("MalformedEventError")


def test_another_function_isnt_there() -> None:
    with LambdaApi({}).serving() as api, pytest.raises(ClientError, match=r"ResourceNotFoundException.* There are: none"):
        lambda_client(api.url).invoke(FunctionName=ARN, Payload=b"{}")
