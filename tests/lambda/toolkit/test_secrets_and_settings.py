import os
import time
import uuid
from typing import Any

import boto3
import pytest
from toolkit import NoSecretError, secret, secrets, setting

VALUE = "AIza-secret-value"


@pytest.fixture
def manager(aws: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    client = boto3.client("secretsmanager")
    monkeypatch.setattr(secrets, "_kept", {})
    arn = client.create_secret(Name=f"/ai-agent/{uuid.uuid4().hex}/google_maps", SecretString=VALUE + "\n")["ARN"]
    monkeypatch.setenv("SECRET_ARN_GOOGLE_MAPS", arn)
    return client


def put(manager: Any, value: str) -> None:
    manager.put_secret_value(SecretId=os.environ["SECRET_ARN_GOOGLE_MAPS"], SecretString=value)


def test_a_secret_is_read_by_its_name_and_without_the_line_end_of_a_pasted_key(manager: Any) -> None:
    assert secret("google_maps").value == VALUE


@pytest.mark.attack("secrets")
def test_a_secret_is_in_no_text_that_is_made_of_it(manager: Any) -> None:
    found = secret("google_maps")
    assert f"{found} {found!r} {[found]}" == "Secret(name='google_maps') Secret(name='google_maps') [Secret(name='google_maps')]"


def test_a_new_value_is_in_use_after_five_minutes_and_not_asked_for_before(manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert secret("google_maps").value == VALUE
    put(manager, "new")
    monkeypatch.setattr(time, "monotonic", lambda: now + 299)
    assert secret("google_maps").value == VALUE
    monkeypatch.setattr(time, "monotonic", lambda: now + 300)
    assert secret("google_maps").value == "new"


def test_a_secret_that_was_not_deployed_or_is_empty_is_an_error_that_says_so(manager: Any) -> None:
    with pytest.raises(NoSecretError, match="This tool has no secret perplexity, so it can't do this"):
        secret("perplexity")
    put(manager, " \n")
    with pytest.raises(NoSecretError, match="The secret google_maps of this tool is empty"):
        secret("google_maps")


def test_a_secret_that_may_not_be_read_is_raised_and_retried(manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_ARN_GONE", "arn:aws:secretsmanager:us-east-1:000000000000:secret:gone-abcdef")
    with pytest.raises(Exception, match="ResourceNotFoundException"):
        secret("gone")


def test_a_setting_is_text_and_empty_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETTING_GATEWAY", "http://127.0.0.1:1")
    monkeypatch.delenv("SETTING_SOURCE", raising=False)
    assert (setting("gateway"), setting("source")) == ("http://127.0.0.1:1", "")
