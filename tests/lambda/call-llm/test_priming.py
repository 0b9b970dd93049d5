"""What is ready before the first call, and what must not be there yet: no key, no connection, and nobody has been asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from call_llm.clients import rehearsal
from call_llm.config import LLMConfigError, Target
from wires import ASKED

CALLER = Path(__file__).parents[3] / "lambda" / "call-llm"
ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:key-abcdef"

# Lambda's module, as far as the caller knows it, and the part of Lambda that takes the snapshot.
SNAPSHOT_RESTORE = """
registered = []
def register_before_snapshot(function, *arguments, **named):
    registered.append(lambda: function(*arguments, **named))
"""
LAMBDA = """
import json, sys
asked = []
sys.addaudithook(lambda event, given: asked.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
import handler
libraries = [name for name in ("litellm", "anthropic", "openai", "boto3") if name in sys.modules]
snapshot = sys.modules.get("snapshot_restore_py")
if snapshot:
    [hook] = snapshot.registered
    hook()
from call_llm import api_keys, aws, model_map
print(json.dumps({
    "libraries": libraries,
    "asked": asked,
    "keys": len(api_keys._keys),
    "clients": aws.client.cache_info().currsize,
    "map": model_map._map.cache_info().currsize,
}))
"""


@pytest.fixture
def lambda_with(tmp_path):
    """Starts a process that loads the handler as Lambda does, takes the snapshot, and tells what it has then."""

    def start(*targets, snapshots=True):
        if snapshots:
            (tmp_path / "snapshot_restore_py.py").write_text(SNAPSHOT_RESTORE)
        else:
            # It may be in the environment of the tests.
            (tmp_path / "snapshot_restore_py.py").write_text("raise ModuleNotFoundError")
        environment = {**os.environ, "LLM_CONFIG": json.dumps({"targets": targets}), "PYTHONPATH": f"{tmp_path}:{CALLER}"}
        done = subprocess.run([sys.executable, "-c", LAMBDA], env=environment, capture_output=True, text=True)
        assert done.stderr == ""
        return json.loads(done.stdout)

    return start


def test_of_a_native_target_the_sdk_alone_is_imported_and_rehearsed(lambda_with):
    assert lambda_with({"model": "openai/gpt-4o", "client": "native"}) == {
        "libraries": ["openai"],
        "asked": [],
        "keys": 0,
        "clients": 0,
        "map": 1,
    }


def test_a_snapshot_holds_no_key_and_no_client_that_could_have_asked_for_one(lambda_with):
    ready = lambda_with({"model": "anthropic/claude-sonnet-4-5", "client": "native", "secret_arn": ARN})
    assert ready == {"libraries": ["anthropic", "boto3"], "asked": [], "keys": 0, "clients": 0, "map": 1}


def test_litellm_is_imported_before_the_first_call_and_asks_nobody(lambda_with):
    ready = lambda_with({"model": "anthropic/claude-sonnet-4-5", "secret_arn": ARN}, {"model": "bedrock/amazon.nova-pro-v1:0"})
    assert "litellm" in ready["libraries"]
    assert (ready["asked"], ready["keys"], ready["clients"]) == ([], 0, 0)


def test_where_there_are_no_snapshots_the_first_targets_client_is_imported_and_nothing_rehearsed(lambda_with):
    targets = {"model": "openai/gpt-4o", "client": "native"}, {"model": "anthropic/claude-sonnet-4-5", "client": "native"}
    assert lambda_with(*targets, snapshots=False) == {"libraries": ["openai"], "asked": [], "keys": 0, "clients": 0, "map": 0}


def test_a_wrong_configuration_is_said_by_the_call_and_not_by_the_loading(monkeypatch, load_handler):
    monkeypatch.setenv("LLM_CONFIG", "{")
    with pytest.raises(LLMConfigError, match="LLM_CONFIG is not valid JSON"):
        load_handler()({"messages": []}, None)


@pytest.mark.parametrize("name", ASKED)
def test_every_target_is_rehearsed_to_its_answer_unless_that_takes_a_secret(name):
    wire, client = ASKED[name]
    base = "https://nobody.example" if name in ("azure", "ollama", "hosted_vllm") else None
    reply = rehearsal.rehearse(Target(wire.MODEL, api_base=base, client=client))
    if name == "vertex_ai":
        assert reply is None
    else:
        assert reply.content == [{"type": "text", "text": "One."}]


def test_after_a_rehearsal_calls_are_calls_again(provider, configure, call):
    rehearsal.rehearse(Target(provider.wire.MODEL, api_base=provider.url + provider.wire.API, client=provider.client))
    assert provider.requests == []
    configure(provider)
    provider.will(provider.wire.says("Two."))
    assert call()["messages"][0]["content"] == [{"type": "text", "text": "Two."}]
    assert len(provider.requests) == 1
