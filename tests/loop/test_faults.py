"""A run of the SQL agent while the model, S3, Secrets Manager and Lambda are in trouble: it ends right, or in order with a cause.

The caller and the tools are the project's own. A second of a pause takes no time here, and the model's long time is a second.
"""

import json
import random
import sys
import uuid
from typing import Any

import boto3
import pytest

from agents.declaration import Limits
from tests.faults import Faults, broken, busy, rate_limited, slow, throttled
from tests.in_process import refused_call
from tests.loop import sql_agent
from tests.loop.order import check_order
from tests.providers.server import ProviderServer
from tests.providers.target import target

QUESTION = "How did home runs per game change from decade to decade? Draw a chart."
PROVIDER = "anthropic"


@pytest.fixture(scope="module")
def model():
    with ProviderServer().serving() as server, Faults(server.url).serving() as faults:
        yield faults


@pytest.fixture
def services(aws, monkeypatch):
    """S3 and Secrets Manager behind a proxy."""
    with Faults(aws).serving() as faults:
        monkeypatch.setenv("AWS_ENDPOINT_URL", faults.url)
        forget_clients()
        yield faults
    forget_clients()


def forget_clients() -> None:
    for module, made in (("call_llm.aws", "client"), ("toolkit.storage", "_s3"), ("toolkit.secrets", "_secrets_manager")):
        if module in sys.modules:
            getattr(sys.modules[module], made).cache_clear()
    if "call_llm.api_keys" in sys.modules:
        sys.modules["call_llm.api_keys"]._keys.clear()


@pytest.fixture
def set_model(model, monkeypatch):
    def configure(**more: Any) -> None:
        chosen = target(PROVIDER, model.url)
        secret = boto3.client("secretsmanager").create_secret(Name=uuid.uuid4().hex, SecretString="any-key")["ARN"]
        one = {"model": chosen["model"], "api_base": chosen["apiBase"], "price": chosen["price"], "secret_arn": secret}
        monkeypatch.setenv("LLM_CONFIG", json.dumps({"targets": [one], **more}))

    return configure


def answered(asked: sql_agent.Asked) -> Any:
    check_order(asked, errors=set())
    return asked.run.output["output"]["answer"]


def test_a_storm_of_429_is_sat_out(ask, bucket, model, set_model):
    set_model()
    model.fail(*[rate_limited] * 6)
    assert "home runs" in answered(ask(QUESTION)).lower()
    assert model.failed == 6


def test_a_storm_that_does_not_end_fails_the_run_in_the_providers_words(ask, bucket, model, set_model):
    set_model()
    model.fail(*[rate_limited] * 20)
    asked = ask(QUESTION)
    check_order(asked, errors={"LLMRateLimited"})
    assert "in trouble" in asked.run.cause
    assert len(asked.llm_events) == 7


def test_a_model_that_takes_its_time_is_waited_for_and_one_that_takes_longer_fails_the_run_by_name(ask, bucket, model, set_model):
    set_model(timeout_seconds=10)
    model.fail(slow(2))
    assert "home runs" in answered(ask(QUESTION)).lower()
    set_model(timeout_seconds=1)
    model.fail(*[slow(3)] * 3)
    asked = ask(QUESTION)
    check_order(asked, errors={"LLMTimeout"})
    assert len(asked.llm_events) == 3


@pytest.mark.parametrize("seed", [10, 31])
def test_s3_and_secrets_manager_that_fail_one_time_in_ten_change_nothing(ask, bucket, model, set_model, services, seed):
    set_model()
    model.fail()
    services.fail_one_in(10, busy, broken, throttled, seed=seed)
    assert "home runs" in answered(ask(QUESTION)).lower()
    assert services.failed > 0


def test_secrets_manager_that_stays_away_fails_the_run_with_a_cause_that_names_the_secret(ask, bucket, model, set_model, services):
    set_model()
    model.fail()
    services.fail(*[throttled] * 30)
    asked = ask(QUESTION)
    check_order(asked, errors={"LLMUnavailable"})
    assert asked.run.cause.startswith("the API key can't be read from arn:aws:secretsmanager:")
    assert "ThrottlingException" in asked.run.cause
    assert len(asked.llm_events) == 7


def test_lambda_that_throttles_every_third_call_changes_nothing(ask, bucket, model, set_model, call_llm, tool_function):
    set_model()
    model.fail()
    chance = random.Random(3)

    def now_and_then() -> None:
        if chance.randrange(3) == 0:
            raise refused_call("TooManyRequestsException", "Rate Exceeded.")

    def throttled_caller(event: Any, context: Any) -> Any:
        now_and_then()
        return call_llm(event, context)

    asked = sql_agent.ask(QUESTION, throttled_caller, tool_function, bucket, limits=Limits(turns=10))
    assert "home runs" in asked.run.output["output"]["answer"].lower()
    assert any(event["type"] == "TaskFailed" for event in asked.run.events)
