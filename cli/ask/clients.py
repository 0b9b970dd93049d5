"""Clients of AWS for a stack. AWS's refusals become errors that say what to do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from cli.ask.errors import RunNotFoundError, UnreachableError
from cli.ask.stack import Stack, deploy
from local.this_command import agent

# The names of a stack's endpoints are those of Pulumi's AWS plugin.
_ENDPOINT_NAMES = {
    "stepfunctions": ("sfn", "stepfunctions"),
    "s3": ("s3",),
    "logs": ("logs", "cloudwatchlogs"),
    "lambda": ("lambda",),
    "iam": ("iam",),
    "xray": ("xray",),
}
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
_ENDPOINT_VARIABLES = {
    "stepfunctions": "AWS_ENDPOINT_URL_SFN",
    "s3": "AWS_ENDPOINT_URL_S3",
    "logs": "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
    "lambda": "AWS_ENDPOINT_URL_LAMBDA",
    "iam": "AWS_ENDPOINT_URL_IAM",
    "xray": "AWS_ENDPOINT_URL_XRAY",
}


def client(service: str, stack: Stack) -> Any:
    """Return a boto3 client for the stack's region. Its endpoint is the one in the environment, or else the one in the stack's
    outputs.
    """
    from_environment = os.environ.get(_ENDPOINT_VARIABLES[service]) or os.environ.get("AWS_ENDPOINT_URL")
    from_outputs = next((stack.endpoints[name] for name in _ENDPOINT_NAMES[service] if name in stack.endpoints), None)
    endpoint = from_environment or from_outputs
    with reachable(stack):
        return boto3.client(
            service,
            region_name=stack.region,
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=5,
                # A call of the code interpreter takes up to its timeout, 90 s.
                read_timeout=100 if service == "lambda" else 60,
                retries={"mode": "standard", "total_max_attempts": 4},
                # A proxy to the outside can't reach this machine. None means the environment's proxy.
                proxies={} if _is_here(endpoint) else None,
            ),
        )


@contextmanager
def reachable(stack: Stack) -> Iterator[None]:
    """Turn boto3's errors into errors that say what to do."""
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise UnreachableError(f"there are no AWS credentials ({error}). {_LOG_IN}") from error
    except ClientError as error:
        raise _refused(error, stack) from error
    except BotoCoreError as error:
        raise UnreachableError(f"{_where(error, stack)} doesn't answer. {_down_hint(error)}") from error


_LOG_IN = "Log in (aws sso login) or set AWS_PROFILE"


def _refused(error: ClientError, stack: Stack) -> Exception:
    code, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    if code in ("ExecutionDoesNotExist", "InvalidArn"):
        return RunNotFoundError(f"there is no such run: {message}")
    if code == "StateMachineDoesNotExist":
        return UnreachableError(f"the stack's state machine is gone ({message}). Deploy again: {deploy(stack.name)}")
    if "Token" in code or "Signature" in code or code == "UnrecognizedClientException":
        return UnreachableError(f"the AWS credentials are refused ({code}). {_LOG_IN}")
    return UnreachableError(f"{error.operation_name} failed: {code}: {message}")


def _where(error: BotoCoreError, stack: Stack) -> str:
    url = getattr(error, "kwargs", {}).get("endpoint_url")
    return f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" if url else f"AWS in {stack.region} ({error})"


def _down_hint(error: BotoCoreError) -> str:
    if _is_here(getattr(error, "kwargs", {}).get("endpoint_url")):
        return f"The laptop stack isn't running. Start it: {agent('up')}"
    return "Is the network up, and is the region right?"


def _is_here(url: str | None) -> bool:
    """Return whether a URL is on this machine, as the laptop stack's are."""
    return urlsplit(url or "").hostname in ("127.0.0.1", "::1", "localhost")
