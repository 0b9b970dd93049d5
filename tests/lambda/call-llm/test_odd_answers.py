"""Every odd thing that an answer may hold, at every provider: the same rule for all. The documentation has the rules in a table."""

import copy
import json
from pathlib import Path

import pytest
from call_llm.errors import (
    LLMAuth,
    LLMBadRequest,
    LLMContextExceeded,
    LLMError,
    LLMRateLimited,
    LLMRefused,
    LLMUnavailable,
    classify,
)
from forms import ABSENT, CHAT, FORMS, form_of
from wires import ASKED

from local.loopback_server import Response

DOCS = (Path(__file__).parents[3] / "docs" / "reference" / "providers.md").read_text()
START, END = "<!-- table: each row is a rule of tests/lambda/call-llm/test_odd_answers.py -->\n", "\n<!-- end of rules -->"
USE = ("id_1", "query", {"sql": "SELECT 1"})
RULES: dict[str, None] = {}
COPIES = [name for name in ASKED if form_of(name.partition("-")[0]) is CHAT]
NOTHING = [{"type": "text", "text": "(no content)"}]


@pytest.fixture
def form(provider, configure):
    configure(provider)
    return form_of(provider.name)


@pytest.fixture
def answer(provider, form, call):
    """Calls a provider whose answer has each of these values at its path. Returns the body, or the class of the LLMError."""

    def take(reply, *odd, **event):
        body = copy.deepcopy(reply.body)
        for path, value in odd:
            form.put(body, path, value)
        provider.will(Response(200, body, reply.headers))
        try:
            return call(**event)
        except LLMError as error:
            return type(error)

    return take


def said(body):
    return [(block["type"], block.get("text") or block.get("thinking")) for block in body["messages"][0]["content"]]


def rule(holds, becomes):
    """Name the row of the documentation that the test proves."""
    RULES[f"| {holds} | {becomes} |"] = None
    return lambda test: test


@rule("a content that is a list of parts", "its texts, joined; thinking and refusals as such; other parts are left out")
def test_a_list_of_parts_is_its_texts(provider, form, answer):
    part = {} if form in (FORMS["bedrock"], FORMS["gemini"]) else {"type": "text"}
    other = {"type": "reference", "reference_ids": [1]} if part else {"image": {"format": "png"}}
    parts = [{**part, "text": "One"}, other, {**part, "text": " or two."}]
    texts = said(answer(provider.wire.says("x"), (form.content, parts)))
    assert "".join(text for kind, text in texts if kind == "text") == "One or two."


@rule("a content that is a list of parts", "its texts, joined; thinking and refusals as such; other parts are left out")
@pytest.mark.parametrize("provider", [*COPIES, "ollama"], indirect=True)
def test_a_part_that_thinks_and_one_that_refuses_are_what_they_say(provider, form, answer):
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}
    parts = [thought, {"type": "text", "text": "One."}]
    assert said(answer(provider.wire.says("x"), (form.content, parts))) == [("thinking", "Hm."), ("text", "One.")]
    if provider.name != "ollama":
        assert answer(provider.wire.says("x"), (form.content, [{"type": "refusal", "refusal": "No."}])) is LLMRefused


@rule("no content, or an empty one", "`(no content)`, if the answer ended in order; otherwise it is none: `LLMUnavailable`")
@pytest.mark.parametrize("content", [None, "", []])
def test_no_content_is_a_turn_that_says_so(provider, form, answer, content):
    body = answer(provider.wire.says("x"), (form.content, content))
    assert (body["messages"][0]["content"], body["metadata"]["stop_reason"]) == (NOTHING, "end_turn")


@rule("no content, or an empty one", "`(no content)`, if the answer ended in order; otherwise it is none: `LLMUnavailable`")
@pytest.mark.parametrize("word", ["a_new_word", "", None, 5, ABSENT])
def test_no_content_and_no_known_end_are_no_answer(provider, form, answer, word):
    assert answer(provider.wire.says("x"), (form.content, None), (form.stop, word)) is LLMUnavailable


@rule("no choice, no message, or a part of a stream (`chunk`, `done: false`)", "`LLMUnavailable`")
@pytest.mark.parametrize("message", [None, ABSENT, 5, "odd", [5]])
def test_without_a_message_there_is_no_answer(provider, form, answer, message):
    outcome = answer(provider.wire.says("x"), (form.message, message))
    if form.message == form.content and message in (None, "odd"):
        # Claude's message is its content, and may be empty or a text.
        assert said(outcome) == [("text", message or "(no content)")]
    else:
        assert outcome is LLMUnavailable


@rule("no choice, no message, or a part of a stream (`chunk`, `done: false`)", "`LLMUnavailable`")
@pytest.mark.parametrize("provider", [*COPIES, "gemini", "vertex_ai"], indirect=True)
@pytest.mark.parametrize("choices", [[], None, ABSENT, {}, [None], [{}], [{"delta": {"content": "One"}}]])
def test_without_a_choice_there_is_no_answer(provider, form, answer, choices):
    assert answer(provider.wire.says("x"), (form.stop[:1], choices)) is LLMUnavailable


@rule("no choice, no message, or a part of a stream (`chunk`, `done: false`)", "`LLMUnavailable`")
@pytest.mark.parametrize("provider", ["ollama"], indirect=True)
def test_an_answer_that_is_not_done_is_none(provider, form, answer):
    assert answer(provider.wire.says("x"), (("done",), False)) is LLMUnavailable


@rule("a body that is empty, cut, HTML, a stream of events, or JSON that is no object", "`LLMUnavailable`")
@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "5",
        '"One."',
        '{"id": "',
        "<html>Sign in</html>",
        'data: {"choices": []}\n\ndata: [DONE]\n\n',
        "[" * 100_000,
    ],
)
def test_a_body_that_is_no_json_object_is_no_answer(provider, form, call, body):
    provider.will(Response(200, body, {"content-type": "text/event-stream" if body.startswith("data:") else "application/json"}))
    with pytest.raises(
        LLMUnavailable, match=rf"^{provider.wire.MODEL}: this is no answer, because it is no JSON object: "
    ) as raised:
        call()
    assert len(str(raised.value)) < 600


@rule("an error with status 200", "the error that its code or type names, like one with that status; otherwise `LLMUnavailable`")
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("overloaded", LLMUnavailable),
        ({"message": "It went wrong."}, LLMUnavailable),
        ({"message": "Slow down.", "code": 429}, LLMRateLimited),
        ({"message": "Slow down.", "code": "429"}, LLMRateLimited),
        ({"message": "Slow down.", "type": "rate_limit_error"}, LLMRateLimited),
        ({"message": "Overloaded", "type": "overloaded_error"}, LLMUnavailable),
        ({"message": "Overloaded", "code": 529}, LLMUnavailable),
        ({"message": "No.", "type": "authentication_error"}, LLMAuth),
        ({"message": "What?", "code": 400, "status": "INVALID_ARGUMENT"}, LLMBadRequest),
        ({"message": "prompt is too long: 210000 tokens > 200000 maximum"}, LLMContextExceeded),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_an_error_with_status_200_is_that_error(provider, form, answer, error, expected, beside):
    assert answer(provider.wire.says("One.") if beside else Response(200, {}), (("error",), error)) is expected


@rule("an `error` that says nothing (`null`, `{}`)", "nothing")
@pytest.mark.parametrize("error", [None, {}, "", {"message": None, "code": None}])
def test_an_error_that_says_nothing_is_none(provider, form, answer, error):
    assert said(answer(provider.wire.says("One."), (("error",), error))) == [("text", "One.")]


@rule("no usage, or one number of two", "the missing number is 0, and the cost of the call is `null`")
@pytest.mark.parametrize("usage", [None, {}, ABSENT, "odd", []])
@pytest.mark.parametrize("priced", [True, False])
def test_no_usage_is_no_tokens_and_no_cost(provider, form, answer, configure, usage, priced):
    configure(provider.target(price={"input": 1, "output": 1}) if priced else provider)
    odd = [(form.usage, usage)] if form.usage else [((name,), ABSENT) for name in form.counts]
    metadata = answer(provider.wire.says("One."), *odd)["metadata"]
    assert metadata["usage"] == {"input": 0, "output": 0, "cache_read": 0, "cache_write": 0}
    assert metadata["cost_usd"] is None


@rule("no usage, or one number of two", "the missing number is 0, and the cost of the call is `null`")
@pytest.mark.parametrize("value", [None, ABSENT, "odd", -5, True])
def test_a_number_that_is_missing_is_0_and_the_cost_unknown(provider, form, answer, configure, value):
    # Ollama and Google leave out a number that is 0.
    missing, kept = form.counts if provider.name not in ("gemini", "vertex_ai") else form.counts[::-1]
    configure(provider.target(price={"input": 1, "output": 1}))
    metadata = answer(provider.wire.says("One."), ((*form.usage, missing), value))["metadata"]
    assert {metadata["usage"]["input"], metadata["usage"]["output"]} == {0, 100 if kept == form.counts[0] else 20}
    leaves_out_0 = provider.name in ("gemini", "vertex_ai", "ollama")
    assert (metadata["cost_usd"] is None) == (not leaves_out_0)


def test_a_whole_number_may_have_a_point(provider, form, answer):
    odd = [((*form.usage, name), value) for name, value in zip(form.counts, (100.0, 20.0), strict=True)]
    metadata = answer(provider.wire.says("One."), *odd)["metadata"]
    assert metadata["usage"] == {"input": 100, "output": 20, "cache_read": 0, "cache_write": 0}


@rule("a word for the end that nobody knows, or none", "`tool_use` if there is a tool use, otherwise `end_turn`")
@pytest.mark.parametrize("word", ["a_new_word", "", None, 5, ABSENT])
def test_an_unknown_end_of_a_text_or_of_a_tool_use_is_a_usual_one(provider, form, answer, word):
    assert answer(provider.wire.says("One."), (form.stop, word))["metadata"]["stop_reason"] == "end_turn"
    body = answer(provider.wire.calls(USE), (form.stop, word))
    assert ([use["name"] for use in body["tool_uses"]], body["metadata"]["stop_reason"]) == (["query"], "tool_use")


@rule("a word for a tool use without one, or the other way round", "`tool_use` if there is a tool use, otherwise `end_turn`")
def test_the_tool_uses_decide_and_not_the_word(provider, form, answer):
    for word in form.words["whole"]:
        assert answer(provider.wire.says("One."), (form.stop, word))["metadata"]["stop_reason"] == "end_turn"
        assert answer(provider.wire.calls(USE), (form.stop, word))["metadata"]["stop_reason"] == "tool_use"


@rule("a word for a limit of tokens", "`max_tokens`; the last tool use counts as cut off, even if its input is valid")
def test_a_limit_of_tokens_is_max_tokens(provider, form, answer):
    for word in form.words["cut"]:
        assert answer(provider.wire.says("One, tw"), (form.stop, word))["metadata"]["stop_reason"] == "max_tokens"
        body = answer(provider.wire.calls(USE, ("id_2", "query", {"sql": "SELECT 2"})), (form.stop, word))
        assert body["metadata"]["stop_reason"] == "max_tokens"
        assert ["was cut off" in use.get("error", "") for use in body["tool_uses"]] == [False, True]


@rule("a word for a filter, or a refusal", "`LLMRefused`, with the model's or the provider's words")
def test_a_filter_is_a_refusal(provider, form, answer):
    for word in form.words["refused"]:
        assert answer(provider.wire.says("I can't."), (form.stop, word)) is LLMRefused
        assert answer(provider.wire.calls(USE), (form.stop, word)) is LLMRefused


@rule("a word for a break (`error`, `malformed_tool_use`, `MALFORMED_FUNCTION_CALL`, …)", "`LLMUnavailable`; nothing of it is used")
def test_an_answer_that_broke_off_is_none(provider, form, answer):
    for word in form.words["broken"]:
        assert answer(provider.wire.says("One, tw"), (form.stop, word)) is LLMUnavailable
        assert answer(provider.wire.calls(USE), (form.stop, word)) is LLMUnavailable


@rule("an input that is an object, its JSON, or JSON of its JSON", "that object")
@pytest.mark.parametrize("given", [USE[2], json.dumps(USE[2]), json.dumps(json.dumps(USE[2]))])
def test_an_input_may_be_an_object_or_its_json(provider, form, answer, given):
    body = answer(provider.wire.calls(USE), ((*form.call, *form.given), given))
    assert [(use["input"], use.get("error")) for use in body["tool_uses"]] == [(USE[2], None)]


@rule("no input, an empty one, `null`", "`{}`")
@pytest.mark.parametrize("given", [None, ABSENT, "", "  ", "null", {}, "{}"])
def test_no_input_is_an_empty_one(provider, form, answer, given):
    body = answer(provider.wire.calls(("id_1", "schema", {})), ((*form.call, *form.given), given))
    assert [(use["input"], use.get("error")) for use in body["tool_uses"]] == [({}, None)]


@rule("an input that is no JSON or no object", "an error result for the model, which shows what was given and what the tool takes")
@pytest.mark.parametrize("given", ['{"sql": ', "SELECT 1", '["SELECT 1"]', ["SELECT 1"], '{"sql": "a"}{"sql": "b"}', 7])
def test_an_input_that_is_no_object_is_an_error_for_the_model(provider, form, answer, given):
    [use] = answer(provider.wire.calls(USE), ((*form.call, *form.given), given))["tool_uses"]
    assert use["input"] == {}
    assert use["error"].startswith(("The arguments are not valid JSON: ", "The arguments have to be a JSON object. "))
    assert use["error"].endswith("query takes: sql (string, required), rows (integer).")


@rule("an id that is missing, odd, too long, or taken already", "a new id")
@pytest.mark.parametrize("identity", [None, ABSENT, "", 5, "call 1/ü", "x" * 200, "id_2", "id_0"])
def test_an_id_that_can_not_be_kept_is_replaced(provider, form, answer, identity):
    earlier = [
        {"role": "user", "content": "How many?"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "id_0", "name": "schema", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_0", "content": "1"}]},
    ]
    odd = [((*form.call, *form.identity), identity)] if form.identity else []
    second = ("id_2", "query", {"sql": "SELECT 2"})
    ids = [use["id"] for use in answer(provider.wire.calls(USE, second), *odd, messages=earlier)["tool_uses"]]
    assert len({"id_0", *ids}) == 3
    assert all(1 <= len(each) <= 40 and each.replace("_", "").replace("-", "").isalnum() for each in ids)


@rule("a name that was not offered, or none", "an error result for the model, which names the tools that there are")
@pytest.mark.parametrize(
    ("name", "known_as"), [("functions.query", "functions_query"), ("", "unnamed"), ("Query", "Query"), ("ü?", "__")]
)
def test_a_name_that_was_not_offered_is_an_error_for_the_model(provider, form, answer, name, known_as):
    [use] = answer(provider.wire.calls(("id_1", name, {})))["tool_uses"]
    assert (use["name"], use["error"]) == (known_as, f"There is no tool {known_as}. There are: query, schema.")


@rule("`multi_tool_use.parallel`, which OpenAI's models call unasked", "the calls that it holds")
@pytest.mark.parametrize("provider", COPIES, indirect=True)
def test_a_call_of_several_tools_at_once_is_those_calls(provider, form, answer):
    inner = [
        {"recipient_name": "functions.query", "parameters": {"sql": "SELECT 1"}},
        {"recipient_name": "functions.schema", "parameters": {}},
    ]
    uses = answer(provider.wire.calls(("id_1", "multi_tool_use.parallel", {"tool_uses": inner})))["tool_uses"]
    assert [(use["name"], use["input"], use.get("error")) for use in uses] == [
        ("query", {"sql": "SELECT 1"}, None),
        ("schema", {}, None),
    ]
    assert len({use["id"] for use in uses}) == 2


TOO_LONG = {
    "anthropic": [
        "prompt is too long: 210000 tokens > 200000 maximum",
        "input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length or `max_tokens`",
    ],
    "openai": [
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 210000 tokens.",
        "Your input exceeds the context window of this model. Please adjust your input and try again.",
        "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300012 tokens.",
        "Invalid 'messages[1].content': string too long. Expected a string with maximum length 1048576",
    ],
    "bedrock": [
        "Input is too long for requested model.",
        "The model returned the following errors: input length and `max_tokens` exceed context limit: 196395 + 64000 > 204698",
        "The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length.",
        "This model's maximum context length is 131072 tokens. Please reduce the length of the prompt",
    ],
    "gemini": [
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        "Unable to submit request because the input token count is 40000 but model only supports up to 32768.",
        "Request payload size exceeds the limit: 20971520 bytes.",
    ],
    "groq": ["Please reduce the length of the messages or completion."],
    "mistral": ["Prompt contains 210000 tokens and 0 draft tokens, too large for model with 131072 maximum context length"],
    "xai": ["This model's maximum prompt length is 131072 but the request contains 210000 tokens."],
    "ollama": [
        "the request (210000 tokens) exceeds the available context size (4096 tokens), try increasing it",
        "the input length exceeds the context length",
        "prompt too long; exceeded max context length by 2000 tokens",
    ],
    "hosted_vllm": [
        "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
        "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
        "Requested tokens (4267) exceed context window of 4096",
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens",
        "The model is loaded with context length of only 4096 tokens, which is not enough.",
    ],
}
NOT_TOO_LONG = [
    "max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet",
    "tools.0.name: String should have at most 64 characters",
    "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: id_1",
    "Invalid 'user': string too long. Expected a string with maximum length 64",
]


@rule("a 400 whose words say that the conversation is too long", "`LLMContextExceeded`, by the words of every provider")
def test_a_provider_s_words_for_a_conversation_that_is_too_long_are_known(provider, form, call):
    speaks_like = {"vertex_ai": "gemini", "azure": "openai", "deepseek": "openai"}.get(provider.name, provider.name)
    for words in TOO_LONG[speaks_like]:
        provider.will(provider.wire.error(400, words))
        with pytest.raises(LLMContextExceeded):
            call()


@pytest.mark.parametrize("status", [400, 413, 422, 500, None])
def test_a_gateway_may_send_any_provider_s_words_with_another_status(status):
    for words in (each for texts in TOO_LONG.values() for each in texts):
        assert classify(status, words) is LLMContextExceeded


@rule("a 400 whose words say that the conversation is too long", "`LLMContextExceeded`, by the words of every provider")
@pytest.mark.parametrize("words", NOT_TOO_LONG)
def test_another_length_is_a_bad_request(words):
    assert classify(400, words) is LLMBadRequest


@rule("a 429 for a request that is larger than a minute's tokens", "`LLMContextExceeded`, because no later try works")
def test_a_request_that_never_fits_the_rate_is_not_tried_again(provider, form, call):
    provider.will(provider.wire.error(429, "Request too large for my-model on tokens per min (TPM): Limit 30000, Requested 40000."))
    with pytest.raises(LLMContextExceeded):
        call()


@rule("a 529, and any status from 500", "`LLMUnavailable`; 504 is `LLMTimeout`")
@pytest.mark.parametrize("status", [500, 529, 520])
def test_an_overloaded_provider_is_unavailable(provider, form, call, status):
    provider.will(provider.wire.error(status, "Overloaded"))
    with pytest.raises(LLMUnavailable):
        call()


def test_the_documentation_has_the_rules_that_these_tests_prove():
    assert DOCS.partition(START)[2].partition(END)[0].splitlines()[2:] == list(RULES)
