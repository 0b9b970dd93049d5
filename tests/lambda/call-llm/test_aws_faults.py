"""S3 and Secrets Manager in trouble: the caller tries again, and what stays is an error that the state machine retries."""

import uuid

import boto3
import pytest
from call_llm import aws
from call_llm.errors import LLMAuth, LLMUnavailable

from tests.faults import Faults, broken, busy, cut, throttled


@pytest.fixture
def faults(aws_faults, monkeypatch):
    aws.client.cache_clear()
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws_faults.url)
    yield aws_faults
    aws.client.cache_clear()


@pytest.fixture
def aws_faults(aws):
    with Faults(aws).serving() as served:
        yield served


@pytest.fixture
def secret(aws):
    return boto3.client("secretsmanager").create_secret(Name=uuid.uuid4().hex, SecretString="sesame")["ARN"]


@pytest.fixture
def key(bucket):
    boto3.client("s3").put_object(Bucket=bucket, Key="a.json", Body=b"[]")
    return {"Bucket": bucket, "Key": "a.json"}


def test_two_faults_in_a_row_are_sat_out(secret, key, faults):
    faults.fail(throttled, broken)
    assert aws.ask("secretsmanager", "get_secret_value", "no key", LLMAuth, SecretId=secret)["SecretString"] == "sesame"
    faults.fail(busy, broken)
    assert aws.ask("s3", "get_object", "no file", LLMAuth, **key)["Body"] == b"[]"
    assert (faults.failed, faults.forwarded) == (2, 1)


@pytest.mark.parametrize("fault", [throttled, busy, broken], ids=["throttled", "busy", "broken"])
def test_a_fault_that_stays_is_one_that_the_state_machine_retries(secret, faults, fault):
    faults.fail(*[fault] * 3)
    with pytest.raises(LLMUnavailable, match=r"^the key can't be read: "):
        aws.ask("secretsmanager", "get_secret_value", "the key can't be read", LLMAuth, SecretId=secret)
    assert (faults.failed, faults.forwarded) == (3, 0)


def test_a_file_that_breaks_off_is_one_too(key, faults):
    faults.fail(cut)
    with pytest.raises(LLMUnavailable, match=r"^the conversation can't be read: "):
        aws.ask("s3", "get_object", "the conversation can't be read", LLMAuth, **key)


def test_a_refusal_that_stays_is_not_retried(faults):
    faults.fail()
    with pytest.raises(LLMAuth):
        aws.ask("secretsmanager", "get_secret_value", "the key can't be read", LLMAuth, SecretId="nobody")
    assert faults.forwarded == 1
