"""The AWS clients through which tasks call services, with the rights of the state machine's role.

moto asks for a client by region, service and role. A test that runs in one process registers a role with a client of its own. Every
other role is assumed at STS, so its policies decide what a task may do.
"""

import os
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

ClientFactory = Callable[[str], Any]
"""Takes the name of a service in boto3 and returns a client."""

# AWS lets a task run for a year; a Lambda function answers within 15 minutes.
READ_TIMEOUT_SECONDS = 15 * 60 + 30
RENEW_BEFORE_EXPIRY_SECONDS = 300

_registered: dict[str, ClientFactory] = {}
_assumed: dict[tuple[str, str], tuple[float, Credentials]] = {}
_clients: dict[tuple[str, str, str], tuple[float, Any]] = {}
_lock = threading.Lock()

_no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))

_machines: dict[str, str] = {}
"""The ARN of the state machine for which a role is assumed, by the role's ARN. A role of two state machines has the latest."""


def assume_for(role_arn: str, machine_arn: str) -> None:
    """Assume the role for this state machine from now on."""
    _machines[role_arn] = machine_arn


def assume(sts: Any, role_arn: str, machine_arn: str | None) -> dict[str, Any]:
    """Return credentials of a role. The emulator takes the external id for aws:SourceArn, which only a service can send in AWS."""
    source = {"ExternalId": machine_arn} if machine_arn else {}
    answer = sts.assume_role(RoleArn=role_arn, RoleSessionName=f"states-{uuid.uuid4().hex[:12]}", **source)
    credentials: dict[str, Any] = answer["Credentials"]
    return credentials


def register(role_arn: str, factory: ClientFactory) -> None:
    """Make tasks under this role use the factory's clients."""
    _registered[role_arn] = factory


def unregister(role_arn: str) -> None:
    _registered.pop(role_arn, None)


def client_for(region: str, service: str, state_credentials: Any) -> Any:
    """Return the client of a service for a task. It replaces moto's `boto_client_for`.

    state_credentials: its `role_arn` is the task's role.
    """
    role_arn = state_credentials.role_arn
    if role_arn in _registered:
        return _registered[role_arn](service)
    key = (region, service, role_arn)
    with _lock:
        until, credentials = _credentials(region, role_arn)
        made_until, client = _clients.get(key, (0.0, None))
        if client is None or made_until < until:
            client = _client(region, service, credentials)
            _clients[key] = (until, client)
    return client


def own_client(region: str, service: str, state_credentials: Any) -> Any:
    """Return a client with the rights of Step Functions itself, for what AWS looks up without asking the role."""
    role_arn = state_credentials.role_arn
    return _registered[role_arn](service) if role_arn in _registered else boto3.client(service, region_name=region)


def refusal(region: str, service: str, target: str, body: bytes, state_credentials: Any) -> bytes | None:
    """Return IAM's answer if the role may not do an action that no API offers, or None if it may.

    The role signs the request. MiniStack checks the policies before it finds that it has no such operation.
    target: the action as the header X-Amz-Target names it, like `AWSStepFunctions.InvokeHTTPEndpoint`.
    """
    role_arn = state_credentials.role_arn
    if role_arn in _registered:
        return None
    with _lock:
        _, credentials = _credentials(region, role_arn)
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
    signed = AWSRequest("POST", os.environ["AWS_ENDPOINT_URL"], headers=headers, data=body)
    SigV4Auth(credentials, service, region).add_auth(signed)
    try:
        request = urllib.request.Request(signed.url, data=body, headers=dict(signed.headers.items()), method="POST")
        _no_proxy.open(request, timeout=10).close()
    except urllib.error.HTTPError as error:
        answer = error.read()
        return None if b"UnknownOperation" in answer or b"InvalidAction" in answer else answer
    return None


def _credentials(region: str, role_arn: str) -> tuple[float, Credentials]:
    """Return credentials of a role, and when they expire."""
    until, credentials = _assumed.get((region, role_arn), (0.0, None))
    if credentials is None or until - time.time() < RENEW_BEFORE_EXPIRY_SECONDS:
        given = assume(boto3.client("sts", region_name=region), role_arn, _machines.get(role_arn))
        credentials = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
        until = given["Expiration"].timestamp()
        _assumed[region, role_arn] = (until, credentials)
    return until, credentials


def _client(region: str, service: str, credentials: Credentials) -> Any:
    client = boto3.client(
        service,
        region_name=region,
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.token,
        # The state machine retries. The service checks the parameters, as in AWS.
        config=Config(
            parameter_validation=False,
            retries={"total_max_attempts": 1},
            read_timeout=READ_TIMEOUT_SECONDS,
            max_pool_connections=50,
        ),
    )
    client.meta.events.register("after-call", _give_a_request_id)
    return client


def _give_a_request_id(parsed: dict[str, Any], **_: Any) -> None:
    # moto's interpreter puts the id of a failed request into the cause. The emulators' errors have no id.
    parsed.setdefault("ResponseMetadata", {}).setdefault("RequestId", str(uuid.uuid4()))
