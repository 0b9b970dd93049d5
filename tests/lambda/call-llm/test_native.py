"""`client: native`: the SDKs of Anthropic and OpenAI, which never import LiteLLM, send what LiteLLM sends."""

import copy
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from call_llm.errors import LLMBadRequest, LLMError, LLMRefused, LLMUnavailable
from wires import ASKED, NATIVE

CALLER = Path(__file__).parents[3] / "lambda" / "call-llm"
CALL = """
import json, sys
import handler

class Context:
    get_remaining_time_in_millis = staticmethod(lambda: 9_000)

try:
    handler.handler({"messages": [{"role": "user", "content": "?"}]}, Context)
except Exception as error:
    print(json.dumps([type(error).__name__, "litellm" in sys.modules]))
"""
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
CONVERSATION = [
    {"role": "user", "content": [{"type": "text", "text": "How many?"}, PNG]},
    {
        "role": "assistant",
        "content": [
            {"type": "text", "text": "Let me look."},
            {"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}},
        ],
    },
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "Hurry."},
            {"type": "tool_result", "tool_use_id": "id_1", "content": [{"type": "text", "text": "A chart:"}, PNG]},
        ],
    },
    {"role": "assistant", "content": "One."},
    {"role": "user", "content": "Sure?"},
]
THOUGHT = {"type": "enabled", "budget_tokens": 9_000, "display": "omitted"}
PARAMS = {
    "anthropic": [
        *({"stop": "X"}, {"stop": ["X", "Y"]}, {"user": "u1"}, {"service_tier": "default"}, {"service_tier": "auto"}),
        *({"max_completion_tokens": 99}, {"temperature": 1}, {}),
        *({"reasoning_effort": effort, "max_tokens": 30_000} for effort in ("none", "minimal", "low", "medium", "high", "max")),
        *({"thinking": {"type": "enabled", "budget_tokens": 2_048}}, {"thinking": THOUGHT, "max_tokens": 20_000}),
        *({"thinking": {"type": "adaptive"}, "max_tokens": limit} for limit in (900, 1_500, 4_096)),
        {"thinking": {"type": "disabled"}},
    ],
    "openai": [
        *(
            {"max_completion_tokens": 99},
            {"max_tokens": 7},
            {"service_tier": "flex"},
            {"seed": 3},
            {"temperature": 1},
        ),
        *({"store": True}, {"prompt_cache_key": "x"}, {"safety_identifier": "x"}, {}),
    ],
}
MODELS = {
    "anthropic": [
        "claude-sonnet-4-5",
        "claude-opus-4-5",
        "claude-sonnet-4-6",
        "claude-opus-4-7",
        "claude-fable-5",
        "claude-newfamily-9",
    ],
    "openai": ["gpt-4o", "gpt-5", "gpt-5.1-2025-11-13", "gpt-5-chat-latest", "gpt-5.4", "o3", "o4-mini", "my-own-model"],
}


@pytest.mark.parametrize(("name", "model"), [(name, model) for name in NATIVE for model in MODELS[name]])
def test_the_request_is_the_one_that_litellm_sends(name, model, new_provider, configure, call):
    by_litellm, natively = new_provider(*ASKED[name]), new_provider(*ASKED[f"{name}-native"])
    for params in PARAMS[name]:
        for provider in (by_litellm, natively):
            provider.will(provider.wire.says("Two."))
            configure(provider.target(model=f"{name}/{model}", params=params))
            call(CONVERSATION)
        if model.startswith("o") and name == "openai":
            # LiteLLM makes the system prompt a message of the user for models of which its map doesn't say that they take one.
            assert by_litellm.sent["messages"][0].pop("role") == "user"
            assert natively.sent["messages"][0].pop("role") == "system"
        assert natively.sent == by_litellm.sent, params


@pytest.fixture
def native(new_provider):
    return lambda name: new_provider(*ASKED[f"{name}-native"])


def test_litellm_is_never_imported():
    for name, model in (("anthropic", "claude-sonnet-4-5"), ("openai", "gpt-4o")):
        target = {"model": f"{name}/{model}", "client": "native", "api_base": "http://127.0.0.1:9"}
        environment = {"PYTHONPATH": str(CALLER), "LLM_CONFIG": json.dumps({"targets": [target]})}
        done = subprocess.run([sys.executable, "-c", CALL], env=environment, capture_output=True, text=True)
        assert json.loads(done.stdout.splitlines()[-1]) == ["LLMUnavailable", False], done.stderr


def test_a_chain_may_mix_clients(native, new_provider, configure, call):
    first, second = native("anthropic"), new_provider(*ASKED["bedrock"])
    configure(first, second)
    first.will(first.wire.calls(("id_1", "query", {"sql": "SELECT 1"}), text="Let me look."))
    turn = call()
    assert turn["metadata"]["target"] == first.wire.MODEL
    result = {"type": "tool_result", "tool_use_id": "id_1", "content": "no such table", "is_error": True}
    first.will(first.wire.overloaded())
    second.will(second.wire.says("None."))
    body = call([{"role": "user", "content": "How many?"}, *turn["messages"], {"role": "user", "content": [result]}])
    assert body["messages"][0]["content"] == [{"type": "text", "text": "None."}]
    assert (body["metadata"]["target"], body["metadata"]["attempts"]) == (second.wire.MODEL, 2)
    assert second.wire.sent_uses(second.sent) == [("id_1", "query", {"sql": "SELECT 1"})]


def test_blocks_come_and_go_in_their_order(native, configure, call):
    anthropic = native("anthropic")
    configure(anthropic.target(params={"thinking": {"type": "enabled", "budget_tokens": 2048}}))
    thought = anthropic.wire.thinks("Hm.").body["content"][0]
    use = {"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}
    said = [
        thought,
        {"type": "text", "text": "First."},
        {"type": "redacted_thinking", "data": "eA=="},
        {"type": "text", "text": "Then."},
        use,
    ]
    anthropic.will(anthropic.wire.message(*said, stop_reason="tool_use"), anthropic.wire.says("One."))
    turn = call()["messages"][0]
    assert [{name: value for name, value in block.items() if name != "model"} for block in turn["content"]] == said
    result = {"type": "tool_result", "tool_use_id": "id_1", "content": "1"}
    call([{"role": "user", "content": "How many?"}, turn, {"role": "user", "content": [result]}])
    assert anthropic.sent["messages"][1]["content"] == said


def test_a_conversation_that_has_used_tools_goes_on_without_any(native, configure, call):
    anthropic = native("anthropic")
    configure(anthropic)
    anthropic.will(anthropic.wire.says("One."))
    assert call(CONVERSATION, tools=[])["messages"][0]["content"] == [{"type": "text", "text": "One."}]
    assert anthropic.sent["tool_choice"] == {"type": "none"}


@pytest.mark.parametrize(("model", "params"), [("gpt-5.4", {}), ("gpt-5.6-luna", {"reasoning_effort": "low"}), ("gpt-6.1-sol", {})])
def test_a_model_that_reasons_and_takes_no_tools_meanwhile_is_refused_without_a_call(configure, call, model, params):
    configure({"model": f"openai/{model}", "client": "native", "params": params})
    with pytest.raises(
        LLMBadRequest, match=r"only with reasoning_effort none. Set it .*, or leave the target to the client litellm"
    ):
        call()


def test_an_error_with_a_code_of_its_own_is_what_its_status_says(native, configure, call):
    anthropic = native("anthropic")
    reply = anthropic.wire.error(400, "Too many.", "invalid_request_error")
    reply.body["error"]["details"] = {"error_code": "available_tools_limit_exceeded"}
    configure(anthropic)
    anthropic.will(reply)
    with pytest.raises(LLMBadRequest, match=r"Too many\."):
        call()


@pytest.mark.parametrize(("api_base", "path"), [("", "/v1/messages"), ("/v1/messages", "/v1/messages"), ("/", "/v1/messages")])
def test_anthropics_url_may_be_written_with_its_path(native, configure, call, api_base, path):
    anthropic = native("anthropic")
    configure(anthropic.target(api_base=anthropic.url + anthropic.wire.API + api_base))
    anthropic.will(anthropic.wire.says("One."))
    call()
    assert len(anthropic.requests) == 1


def places(value, path=()):
    """The path of every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def replaced(value, path, odd):
    if not path:
        return odd
    value = copy.deepcopy(value)
    at = value
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    return value


@pytest.mark.parametrize("name", NATIVE)
def test_whatever_an_answer_holds_the_call_ends_in_order(native, configure, call, name):
    provider = native(name)
    configure(provider)
    use = ("id_1", "query", {"sql": "SELECT 1"} if name == "anthropic" else '{"sql": "SELECT 1"}')
    whole = provider.wire.calls(use, text="Let me look.")
    answers, failures = 0, []
    for path, odd in itertools.product(places(whole.body), (None, 5, "odd", [], {}, [None], ["odd"], [{}], {"odd": 1}, True, -1)):
        provider.will(type(whole)(200, replaced(whole.body, path, odd)))
        try:
            [message] = call()["messages"]
        except LLMError as error:
            failures.append(type(error))
        else:
            assert message["content"]
            answers += 1
    assert answers > 100
    assert LLMUnavailable in failures
    assert set(failures) <= {LLMUnavailable, LLMRefused}
