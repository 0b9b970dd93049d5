"""What Amazon Bedrock alone has: a role in place of a key, models of many makers, and stop reasons of its own."""

import base64
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from call_llm.errors import LLMContextExceeded, LLMRefused, LLMTimeout, LLMUnavailable
from wires import WIRES

CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
NOVA = "us.amazon.nova-pro-v1:0"
LLAMA = "us.meta.llama3-3-70b-instruct-v1:0"
LLAMA_4 = "us.meta.llama4-maverick-17b-instruct-v1:0"
MISTRAL = "mistral.mistral-large-2407-v1:0"
PIXTRAL = "us.mistral.pixtral-large-2502-v1:0"
QWEN = "qwen.qwen3-coder-30b-a3b-v1:0"
PROFILE = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2c3d4e5f6"
THINKING = {"thinking": {"type": "enabled", "budget_tokens": 2048}}
QUESTION = {"role": "user", "content": "How many?"}
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
USE = {"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}
ASKED = [QUESTION, {"role": "assistant", "content": [{"type": "text", "text": "Let me look."}, USE]}]
RESULT = {"type": "tool_result", "tool_use_id": "id_1", "content": "[1]"}


@pytest.fixture
def bedrock(new_provider):
    return new_provider(WIRES["bedrock"])


@pytest.fixture
def ask(bedrock, configure, call):
    """Calls a model of Bedrock, which says `One.` if it isn't told what to."""

    def take(model, messages=(QUESTION,), params=None, reply=None, **event):
        configure(bedrock.target(model=f"bedrock/{model}", params=params or {}))
        bedrock.will(reply or bedrock.wire.says("One."))
        return call(list(messages), **event)

    return take


@pytest.fixture
def authorization(bedrock):
    """The URL of a server that answers as Bedrock does, and the Authorization headers that reach it."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append(self.headers["authorization"])
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(500)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("model", [CLAUDE, NOVA, "anthropic.claude-3-haiku-20240307-v1:0", "cohere.command-r-v1:0", PROFILE, "x"])
@pytest.mark.parametrize("route", ["", "converse/"])
def test_every_model_is_asked_by_converse_with_or_without_the_route_in_its_name(bedrock, ask, model, route):
    assert ask(f"{route}{model}")["metadata"]["target"] == f"bedrock/{route}{model}"
    assert bedrock.requests[-1].model == model


@pytest.mark.parametrize("token", ["test", None])
def test_the_role_signs_and_a_token_of_the_environment_is_not_sent(bedrock, ask, monkeypatch, token):
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "token-of-somebody")
    if token is None:
        monkeypatch.delenv("AWS_SESSION_TOKEN")
    ask(CLAUDE)
    assert bedrock.requests[-1].api_key == "test"


@pytest.mark.parametrize(
    ("model", "params", "region"),
    [(NOVA, {}, "us-east-1"), (NOVA, {"aws_region_name": "eu-west-1"}, "eu-west-1"), (PROFILE, {}, "us-west-2")],
)
def test_the_region_is_the_functions_or_of_the_params_or_of_the_arn(authorization, configure, call, model, params, region):
    url, seen = authorization
    configure({"model": f"bedrock/{model}", "api_base": url, "params": params})
    with pytest.raises(LLMUnavailable):
        call()
    assert re.match(rf"AWS4-HMAC-SHA256 Credential=test/\d{{8}}/{region}/bedrock/aws4_request, ", seen[0])
    assert len(seen) == 1


def test_the_url_of_the_target_comes_before_that_of_the_environment(bedrock, ask, monkeypatch):
    monkeypatch.setenv("AWS_BEDROCK_RUNTIME_ENDPOINT", "http://127.0.0.1:9")
    ask(CLAUDE)
    assert len(bedrock.requests) == 1


@pytest.mark.parametrize("model", [CLAUDE, NOVA, LLAMA, LLAMA_4, MISTRAL, PIXTRAL, QWEN, PROFILE])
def test_a_conversation_that_another_model_began_goes_on_with_any(bedrock, ask, model):
    words = {"type": "text", "text": "Hurry."}
    ask(model, [*ASKED, {"role": "user", "content": [words, RESULT]}])
    assert bedrock.wire.sent_uses(bedrock.sent) == [("id_1", "query", {"sql": "SELECT 1"})]
    assert bedrock.wire.sent_results(bedrock.sent) == [("id_1", "[1]")]
    assert bedrock.wire.blocks(bedrock.sent, "text")[-1] == "Hurry."
    assert ("Let me look." in bedrock.wire.blocks(bedrock.sent, "text")) == (model in (CLAUDE, NOVA, QWEN, PROFILE))


@pytest.mark.parametrize(
    ("model", "place"), [(CLAUDE, "in"), (NOVA, "in"), (LLAMA_4, "in"), (PIXTRAL, "after"), (PROFILE, "after")]
)
def test_an_image_of_a_tool_is_where_the_model_takes_it(bedrock, ask, model, place):
    ask(model, [*ASKED, {"role": "user", "content": [RESULT | {"content": [PNG]}]}])
    image = bedrock.wire.IMAGE
    [(_, content)] = bedrock.wire.sent_results(bedrock.sent)
    assert (content == [image]) == (place == "in")
    assert bedrock.wire.blocks(bedrock.sent, "image") == ([] if place == "in" else [image["image"]])


@pytest.mark.parametrize(
    ("model", "choice", "sent", "tools"),
    [
        (CLAUDE, "tool", {"tool": {"name": "query"}}, ["query", "schema"]),
        (NOVA, "tool", {"tool": {"name": "query"}}, ["query", "schema"]),
        (NOVA, "any", {"any": {}}, ["query", "schema"]),
        (MISTRAL, "any", {"any": {}}, ["query", "schema"]),
        (MISTRAL, "tool", {"auto": {}}, ["query"]),
        (LLAMA, "tool", {"auto": {}}, ["query"]),
        (LLAMA, "any", {"auto": {}}, ["query", "schema"]),
        (QWEN, "tool", {"auto": {}}, ["query"]),
    ],
)
def test_a_model_that_can_not_be_made_to_use_a_tool_is_offered_no_other(bedrock, ask, model, choice, sent, tools):
    ask(model, tool_choice={"type": choice} | ({"name": "query"} if choice == "tool" else {}))
    assert bedrock.wire.sent_tool_choice(bedrock.sent) == sent
    assert [name for name, _, _ in bedrock.wire.sent_tools(bedrock.sent)] == tools


@pytest.mark.parametrize("model", [f"converse/{NOVA}", LLAMA, MISTRAL])
def test_the_models_of_every_maker_have_a_price(ask, model):
    assert ask(model)["metadata"]["cost_usd"] > 0


@pytest.fixture
def thought(bedrock, ask):
    """A turn of Claude, which thinks and then uses a tool."""
    reply = bedrock.wire.thinks_then_calls("Hm.", ("id_1", "query", {"sql": "SELECT 1"}))
    return ask(CLAUDE, params=THINKING, reply=reply)["messages"][0]


def test_a_thought_goes_back_to_its_model_with_its_signature(bedrock, ask, thought):
    assert thought["content"][0]["model"] == f"bedrock/{CLAUDE}"
    ask(CLAUDE, [QUESTION, thought, {"role": "user", "content": [RESULT]}], params=THINKING)
    [reasoning] = bedrock.wire.blocks(bedrock.sent, "reasoningContent")
    assert reasoning == bedrock.wire.thinks("Hm.").body["output"]["message"]["content"][0]["reasoningContent"]
    assert bedrock.sent["additionalModelRequestFields"] == THINKING


@pytest.mark.parametrize("model", ["us.anthropic.claude-opus-4-1-20250805-v1:0", NOVA])
def test_another_model_never_sees_it(bedrock, ask, thought, model):
    ask(model, [QUESTION, thought, {"role": "user", "content": [RESULT]}], params=THINKING if "claude" in model else {})
    assert "Hm." not in str(bedrock.sent)
    assert "additionalModelRequestFields" not in bedrock.sent


def test_a_model_does_not_think_when_a_tool_is_forced_on_it(bedrock, ask, thought):
    messages = [QUESTION, thought, {"role": "user", "content": [RESULT]}]
    ask(CLAUDE, messages, params=THINKING, tool_choice={"type": "tool", "name": "query"})
    assert "additionalModelRequestFields" not in bedrock.sent
    assert bedrock.wire.sent_tool_choice(bedrock.sent) == bedrock.wire.FORCED


def test_a_redacted_thought_goes_back_as_it_came(bedrock, ask):
    # Claude's own data is base64, and Bedrock wraps it once more.
    redacted = {"reasoningContent": {"redactedContent": base64.b64encode(base64.b64encode(b"secret")).decode()}}
    use = {"toolUse": {"toolUseId": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}}
    turn = ask(CLAUDE, params=THINKING, reply=bedrock.wire.message(redacted, use, stop_reason="tool_use"))["messages"][0]
    ask(CLAUDE, [QUESTION, turn, {"role": "user", "content": [RESULT]}], params=THINKING)
    assert bedrock.wire.blocks(bedrock.sent, "reasoningContent") == [redacted["reasoningContent"]]


def test_what_nova_thinks_aloud_is_shown_as_a_thought_and_not_sent_back(bedrock, ask):
    body = ask(NOVA, reply=bedrock.wire.says("<thinking>Hm.</thinking>One."))
    turn = body["messages"][0]
    assert turn["content"] == [
        {"type": "thinking", "thinking": "Hm.", "model": f"bedrock/{NOVA}"},
        {"type": "text", "text": "One."},
    ]
    ask(NOVA, [QUESTION, turn, {"role": "user", "content": "Sure?"}])
    assert "Hm." not in str(bedrock.sent)


@pytest.mark.parametrize("reason", ["guardrail_intervened", "content_filtered"])
def test_what_a_guardrail_or_a_filter_stops_is_refused_in_its_words(bedrock, ask, reason):
    with pytest.raises(LLMRefused, match=r"Blocked by policy\.$"):
        ask(CLAUDE, reply=bedrock.wire.message({"text": "Blocked by policy."}, stop_reason=reason))


@pytest.mark.parametrize(("reason", "ours"), [("model_context_window_exceeded", "max_tokens"), ("stop_sequence", "end_turn")])
def test_every_stop_reason_has_one_of_ours(bedrock, ask, reason, ours):
    assert ask(CLAUDE, reply=bedrock.wire.message({"text": "One."}, stop_reason=reason))["metadata"]["stop_reason"] == ours


@pytest.mark.parametrize(
    ("status", "words", "error"),
    [
        (400, "Input is too long for requested model.", LLMContextExceeded),
        (408, "Model has timed out in processing the request. Try your request again.", LLMTimeout),
        (424, "The model returned an error while processing the request.", LLMUnavailable),
    ],
)
def test_a_failure_of_bedrock_has_its_name(bedrock, ask, status, words, error):
    with pytest.raises(error):
        ask(CLAUDE, reply=bedrock.wire.error(status, words))


def test_an_input_that_is_no_object_is_an_error_for_the_model(bedrock, ask):
    [use] = ask(NOVA, reply=bedrock.wire.calls(("id_1", "query", '{"sql": ')))["tool_uses"]
    assert use["error"].startswith("The arguments have to be a JSON object.")
