"""Who asks Bedrock: requests that AWS's SDK signs, and such as it wouldn't."""

import json
from datetime import UTC, datetime, timedelta

import botocore
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from local.scripted_model.request import Post, RejectedError
from tests.providers.bedrock import sigv4

NOVA = "us.amazon.nova-pro-v1:0"
HI = [{"role": "user", "content": [{"text": "Hi"}]}]


def test_who_signs_with_another_secret_is_refused(url, bedrock_client):
    with pytest.raises(ClientError, match=r"\(InvalidSignatureException\).*does not match"):
        bedrock_client(url, secret="guessed").converse(modelId=NOVA, messages=HI)


def test_who_does_not_sign_is_refused(url, bedrock_client):
    with pytest.raises(ClientError, match=r"\(MissingAuthenticationTokenException\)"):
        bedrock_client(url, signature_version=botocore.UNSIGNED).converse(modelId=NOVA, messages=HI)


def test_a_secret_that_the_dialect_is_handed_is_checked_and_another_is_not(url, bedrock_client, monkeypatch):
    monkeypatch.setitem(sigv4.SECRETS, "AKIAKNOWN", "its-secret")
    bedrock_client(url, "AKIAKNOWN", "its-secret").converse(modelId=NOVA, messages=HI)
    bedrock_client(url, "ASIAUNKNOWN", "anything").converse(modelId=NOVA, messages=HI)
    with pytest.raises(ClientError, match="InvalidSignatureException"):
        bedrock_client(url, "AKIAKNOWN", "anything").converse(modelId=NOVA, messages=HI)


def signed(service="bedrock", **headers):
    """A request as the SDK signs it, with these headers put in the place of its own."""
    target, data = "/bedrock/model/x/converse", json.dumps({"messages": HI}).encode()
    asked = AWSRequest("POST", f"http://127.0.0.1{target}", data=data, headers={"x-amz-target": "y"})
    SigV4Auth(Credentials("test", "test"), service, "us-east-1").add_auth(asked)
    given = {"host": "127.0.0.1"} | {name.lower(): value for name, value in asked.headers.items()} | headers
    return Post(target, {"model": "x"}, {}, {name: value for name, value in given.items() if value}, data)


@pytest.mark.parametrize(
    ("post", "status", "words"),
    [
        (lambda: signed(service="execute-api"), 403, "scoped to correct service: 'bedrock'"),
        (lambda: signed(authorization="Bearer no-key"), 403, "Invalid API Key format"),
        (lambda: signed(authorization="AWS4-HMAC-SHA256 Credential=test"), 400, "requires Credential, SignedHeaders and Signature"),
        (lambda: signed(**{"x-amz-date": f"{datetime.now(UTC) - timedelta(minutes=6):%Y%m%dT%H%M%SZ}"}), 403, "Signature expired"),
        (lambda: signed(**{"x-amz-date": "yesterday"}), 403, "Signature expired"),
        (lambda: signed(**{"x-amz-date": None}), 403, "'x-amz-date' must be a 'SignedHeader'"),
        (lambda: signed(**{"x-amz-security-token": "t"}), 403, "'x-amz-security-token' must be a 'SignedHeader'"),
        (lambda: signed(**{"x-amz-target": "z"}), 403, "does not match"),
    ],
)
def test_a_signature_that_is_not_as_it_should_be_is_refused(post, status, words):
    assert sigv4.access_key_of(signed()) == "test"
    with pytest.raises(RejectedError, match=words) as raised:
        sigv4.access_key_of(post())
    assert raised.value.status == status
