"""Prompt caching at Bedrock: a cachePoint where the model takes one, and none for a model that would refuse the request."""

import pytest
from wires import WIRES

CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
NOVA = "us.amazon.nova-pro-v1:0"
PROFILE = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2c3d4e5f6"
WITHOUT = [
    "anthropic.claude-3-haiku-20240307-v1:0",
    "us.meta.llama3-3-70b-instruct-v1:0",
    "mistral.mistral-large-2407-v1:0",
    "qwen.qwen3-coder-30b-a3b-v1:0",
    PROFILE,
]
POINT = {"cachePoint": {"type": "default"}}
QUESTION = {"role": "user", "content": "How many?"}
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
AFTER_A_TOOL = [
    QUESTION,
    {"role": "assistant", "content": [{"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}]},
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": "[1]"}]},
]


@pytest.fixture
def bedrock(new_provider):
    return new_provider(WIRES["bedrock"])


@pytest.fixture
def ask(bedrock, configure, call):
    """Calls a model of Bedrock, which says `One.` if it isn't told what to."""

    def take(model, messages=(QUESTION,), reply=None, **event):
        configure(bedrock.target(model=f"bedrock/{model}"))
        bedrock.will(reply or bedrock.wire.says("One."))
        return call(list(messages), **event)

    return take


def points(body):
    """What stands before each cachePoint of a request."""
    lists = [body["system"], body["toolConfig"]["tools"], *(message["content"] for message in body["messages"])]
    return [given[index - 1] for given in lists for index, block in enumerate(given) if block == POINT]


def test_claude_caches_the_system_prompt_and_the_conversation(bedrock, ask):
    ask(CLAUDE)
    assert points(bedrock.sent) == [{"text": "You count."}, {"text": "How many?"}]
    ask(CLAUDE, AFTER_A_TOOL)
    assert points(bedrock.sent) == [{"text": "You count."}, {"toolResult": {"toolUseId": "id_1", "content": [{"text": "[1]"}]}}]


def test_nova_caches_the_system_prompt_alone(bedrock, ask):
    ask(NOVA, AFTER_A_TOOL)
    assert points(bedrock.sent) == [{"text": "You count."}]
    ask(NOVA, [{"role": "user", "content": [PNG]}], system="")
    assert "cachePoint" not in str(bedrock.sent)


@pytest.mark.parametrize("model", WITHOUT)
def test_a_model_that_may_not_cache_gets_no_marks(bedrock, ask, model):
    ask(model, AFTER_A_TOOL)
    assert "cachePoint" not in str(bedrock.sent)


def test_what_was_read_from_and_written_to_the_cache_is_counted_and_paid(bedrock, ask):
    metadata = ask(CLAUDE, reply=bedrock.wire.cached(read=60, written=30))["metadata"]
    assert metadata["usage"] == {"input": 100, "output": 20, "cache_read": 60, "cache_write": 30}
    # Dollars per million tokens: 10 of new input, 60 read, 30 written, 20 of output.
    assert metadata["cost_usd"] == pytest.approx((10 * 3.3 + 60 * 0.33 + 30 * 4.125 + 20 * 16.5) / 1_000_000)
