"""The key comes from a real Secrets Manager, once, and again when the provider no longer takes it."""

import uuid

import boto3
import pytest
from call_llm import api_keys
from call_llm import aws as aws_clients
from call_llm.errors import LLMAuth, LLMUnavailable
from wires import ASKED


@pytest.fixture(params=[name for name, (wire, _) in ASKED.items() if not getattr(wire, "BY_ROLE", False)])
def provider(request, new_provider):
    """One provider of each dialect that knows by a key who asks."""
    return new_provider(*ASKED[request.param])


@pytest.fixture
def secret(aws, provider):
    aws_clients.client.cache_clear()
    api_keys._keys.clear()
    client = boto3.client("secretsmanager")
    arn = client.create_secret(Name=f"/ai-agent/test/{uuid.uuid4().hex}", SecretString=provider.secret("sk-first-key"))["ARN"]
    yield arn
    api_keys._keys.clear()


def accepts(provider, key):
    """A reply that depends on the key, as the provider's own would."""
    wire = provider.wire
    return lambda request: wire.says("Hi.") if request.api_key == key else wire.error(401, f"no such key: {request.api_key}")


def test_the_key_is_read_once_and_sent(provider, configure, call, secret):
    configure(provider.target(secret_arn=secret))
    provider.will(provider.wire.says("Hi."), provider.wire.says("Hi."))
    call()
    boto3.client("secretsmanager").delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
    call()
    assert [request.api_key for request in provider.requests] == ["sk-first-key", "sk-first-key"]


def test_a_key_that_was_rotated_is_read_again_and_the_call_goes_through(provider, configure, call, secret):
    configure(provider.target(secret_arn=secret))
    provider.will(accepts(provider, "sk-first-key"))
    call()
    boto3.client("secretsmanager").put_secret_value(SecretId=secret, SecretString=provider.secret("sk-second-key"))
    provider.will(*[accepts(provider, "sk-second-key")] * 3)
    assert call()["metadata"]["attempts"] == 2
    assert call()["metadata"]["attempts"] == 1


def test_a_key_that_is_wrong_and_unchanged_is_not_sent_twice(provider, configure, call, secret, capfd):
    configure(provider.target(secret_arn=secret))
    provider.will(accepts(provider, "another"))
    with pytest.raises(LLMAuth) as raised:
        call()
    assert len(provider.requests) == 1
    assert "sk-first-key" not in str(raised.value) + "".join(capfd.readouterr())


def test_a_secret_that_is_not_there_is_an_auth_error_that_names_it(provider, configure, call, secret):
    missing = secret + "-missing"
    configure(provider.target(secret_arn=missing))
    with pytest.raises(LLMAuth, match=r"can't be read from arn:aws:secretsmanager:.*-missing"):
        call()
    assert provider.requests == []


def test_a_secrets_manager_that_does_not_answer_is_worth_a_retry(provider, configure, call, secret, monkeypatch):
    aws_clients.client.cache_clear()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    configure(provider.target(secret_arn=secret))
    with pytest.raises(LLMUnavailable, match=r"can't be read from arn:aws:secretsmanager:.*127\.0\.0\.1:9"):
        call()
    assert provider.requests == []
    aws_clients.client.cache_clear()


def test_a_secret_that_is_empty_is_an_auth_error_that_says_what_belongs_there(provider, configure, call, secret):
    boto3.client("secretsmanager").put_secret_value(SecretId=secret, SecretString="  ")
    configure(provider.target(secret_arn=secret))
    with pytest.raises(LLMAuth, match="put the provider's API key into it"):
        call()


def test_white_space_around_a_key_is_not_part_of_it(provider, configure, call, secret):
    boto3.client("secretsmanager").put_secret_value(SecretId=secret, SecretString=provider.secret("sk-with-newline") + "\n")
    configure(provider.target(secret_arn=secret))
    provider.will(provider.wire.says("Hi."))
    call()
    assert provider.requests[0].api_key == "sk-with-newline"


@pytest.mark.attack("secrets")
def test_a_target_without_a_secret_is_called_without_a_key_of_anybody(provider, configure, call, monkeypatch):
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "VERTEXAI_CREDENTIALS"):
        monkeypatch.setenv(name, "sk-of-the-environment")
    configure(provider)
    provider.will(provider.wire.says("Hi."))
    call()
    assert provider.requests[0].api_key == "no-key"
