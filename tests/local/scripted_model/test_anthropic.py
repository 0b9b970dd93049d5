"""The Anthropic dialect: played by the SDK of the provider, and refusing what the provider refuses."""

import anthropic
import pytest
from anthropic.types import Message
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

from local.scripted_model.anthropic.rules import check
from local.scripted_model.anthropic.thinking import signature
from local.scripted_model.request import RejectedError
from tests.sdk_types import of_the_types_of_an_sdk

QUESTION = "How many players are there?"
OBJECT = {"type": "object", "properties": {}}
TOOLS = [
    {"name": name, "description": "", "input_schema": OBJECT} for name in ("get_db_schema", "execute_sql_query", "final_answer")
]
USE = {"type": "tool_use", "id": "toolu_1", "name": "get_db_schema", "input": {}}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "tables"}
ASKED = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [USE]}]


def request(*messages, **more):
    return {
        "model": "m",
        "max_tokens": 10,
        "tools": TOOLS,
        "messages": list(messages) or [{"role": "user", "content": "Hi"}],
        **more,
    }


def user(*content):
    return {"role": "user", "content": list(content)}


@pytest.fixture
def client(url):
    with anthropic.Anthropic(api_key="any", base_url=url + "/anthropic", max_retries=0) as client:
        yield client


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    messages = [{"role": "user", "content": QUESTION}]
    more = {"model": "scripted", "max_tokens": 100, "system": system, "tools": TOOLS}
    first = client.messages.create(messages=messages, **more)
    assert [block.type for block in first.content] == ["text", "tool_use", "tool_use"]
    assert first.stop_reason == "tool_use"
    uses = [block for block in first.content if block.type == "tool_use"]
    results = [{"type": "tool_result", "tool_use_id": use.id, "content": use.name} for use in uses]
    results[1] |= {"is_error": True}
    messages += [{"role": "assistant", "content": first.content}, {"role": "user", "content": results}]
    [answer] = client.messages.create(messages=messages, **more).content
    assert answer.name == "final_answer"
    assert answer.input["answer"] == f"{QUESTION} get_db_schema execute_sql_query True"


def test_a_conversation_that_goes_on_after_a_final_answer_is_about_the_new_question(client, system):
    final = {"type": "tool_use", "id": "toolu_2", "name": "final_answer", "input": {"answer": "42"}}
    ended = {"type": "tool_result", "tool_use_id": "toolu_2", "content": "The run ended with this answer."}
    messages = [*ASKED, user(RESULT), {"role": "assistant", "content": [final]}, user(ended, {"type": "text", "text": QUESTION})]
    answer = client.messages.create(model="scripted", max_tokens=100, system=system, tools=TOOLS, messages=messages)
    assert [block.name for block in answer.content if block.type == "tool_use"] == ["get_db_schema", "execute_sql_query"]


def test_an_answer_has_the_shape_that_the_sdk_knows(client, system):
    raw = client.messages.with_raw_response.create(
        model="scripted", max_tokens=100, system=system, tools=TOOLS, messages=[{"role": "user", "content": QUESTION}]
    )
    message = Message.model_validate(raw.http_response.json(), strict=True)
    assert message.usage.input_tokens > 100
    assert message.usage.output_tokens > 10


def test_the_same_request_gets_the_same_answer(client):
    more = {"model": "scripted", "max_tokens": 100, "messages": [{"role": "user", "content": QUESTION}]}
    assert client.messages.create(**more) == client.messages.create(**more)


def test_an_error_is_one_that_the_sdk_knows(client):
    with pytest.raises(anthropic.BadRequestError, match="max_tokens: Input should be greater than or equal to 1"):
        client.messages.create(model="m", max_tokens=0, messages=[{"role": "user", "content": "Hi"}])


def test_without_a_key_it_is_an_authentication_error(url):
    with (
        anthropic.Anthropic(
            base_url=url + "/anthropic", max_retries=0, default_headers={"Authorization": anthropic.Omit()}
        ) as client,
        pytest.raises(anthropic.AuthenticationError, match="x-api-key header is required"),
    ):
        client.messages.create(model="m", max_tokens=1, messages=[{"role": "user", "content": "Hi"}])


@pytest.mark.parametrize(
    "good",
    [
        request(),
        request(*ASKED, user(RESULT)),
        request(*ASKED, user(RESULT | {"content": [{"type": "text", "text": "a"}]}, {"type": "text", "text": "b"})),
        request(tool_choice={"type": "tool", "name": "final_answer"}),
        request(system=[{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}]),
        request(thinking={"type": "enabled", "budget_tokens": 1024}, max_tokens=2000),
        request(user({"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}})),
        request(user({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}})),
    ],
)
def test_what_is_accepted_is_what_the_sdk_would_send(good):
    check(good)
    of_the_types_of_an_sdk(MessageCreateParamsNonStreaming, good)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"max_tokens": 1, "messages": []}, "model: Field required"),
        ({"model": "m", "messages": []}, "max_tokens: Field required"),
        ([], "Input should be an object"),
        (request(foo=1), "foo: Extra inputs are not permitted"),
        (request(max_tokens=True), "max_tokens: Input should be a valid int"),
        (request(stream=True), "stream"),
        (request(temperature=1.5), "temperature"),
        (request(messages=[]), "at least one message is required"),
        (request({"role": "system", "content": "x"}), "role: Input should be 'user' or 'assistant'"),
        (request({"role": "user", "content": ""}), "must have non-empty content"),
        (request(user()), "must have non-empty content"),
        (request(user({"type": "text", "text": " "})), "must contain non-whitespace text"),
        (request(user({"type": "text", "text": "a", "id": 1})), r"text\.id: Extra inputs are not permitted"),
        (request({"role": "assistant", "content": "Hi"}), 'first message must use the "user" role'),
        (request(user({"type": "text", "text": "a"}), {"role": "user", "content": "b"}), "roles must alternate"),
        (request(*ASKED[:1], {"role": "assistant", "content": "Hi"}), "prefill"),
        (request(*ASKED), "without `tool_result` blocks immediately after: toolu_1"),
        (request(*ASKED, {"role": "user", "content": "b"}), "without `tool_result` blocks immediately after: toolu_1"),
        (request(*ASKED, user({"type": "text", "text": "b"}, RESULT)), "without `tool_result` blocks immediately after"),
        (request(*ASKED, user(RESULT | {"tool_use_id": "toolu_2"})), "unexpected `tool_use_id` found"),
        (request(user(RESULT)), "unexpected `tool_use_id` found"),
        (request(*ASKED, user(RESULT, RESULT)), "must have a single result"),
        (request(ASKED[0], {"role": "assistant", "content": [USE, USE]}, user(RESULT)), "ids must be unique"),
        (request(ASKED[0], {"role": "assistant", "content": [USE | {"id": "a b"}]}), "id: String should match pattern"),
        (request(ASKED[0], {"role": "assistant", "content": [USE | {"input": "{}"}]}), "input: Input should be a valid dict"),
        (request(ASKED[0], {"role": "assistant", "content": [RESULT]}), "Input tag 'tool_result'"),
        (request(*ASKED, user(RESULT), tools=[]), "must define tools"),
        (request(tools=[TOOLS[0], TOOLS[0]]), "Tool names must be unique"),
        (request(tools=[{"name": "a b", "input_schema": OBJECT}]), "name: String should match pattern"),
        (request(tools=[{"name": "a", "input_schema": {}}]), "input_schema.type: Input should be 'object'"),
        (request(tools=[{"name": "a", "input_schema": {"type": "object", "properties": 1}}]), "JSON schema is invalid"),
        (request(tools=[{"name": "a", "parameters": OBJECT}]), "parameters: Extra inputs are not permitted"),
        (request(tool_choice={"type": "tool", "name": "x"}), "Tool 'x' not found"),
        (request(tool_choice="auto"), "tool_choice: Input should be an object"),
        (request(tool_choice={"type": "required"}), "does not match any of the expected tags"),
        (request(tools=[], tool_choice={"type": "auto"}), "only be specified while providing tools"),
        (request(user({"type": "image", "source": {"type": "url", "url": "http://x"}})), "Only HTTPS"),
        (request(user({"type": "image", "source": {"type": "base64", "media_type": "image/tiff", "data": ""}})), "media_type"),
        (request(user({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "!"}})), "invalid base64"),
        (request(thinking={"type": "enabled", "budget_tokens": 10}), "budget_tokens"),
        (
            request(thinking={"type": "enabled", "budget_tokens": 1024}, max_tokens=2000, tool_choice={"type": "any"}),
            "Thinking may not be enabled when tool_choice forces tool use",
        ),
        (
            request(*ASKED, user(RESULT), thinking={"type": "enabled", "budget_tokens": 1024}, max_tokens=2000),
            "Expected `thinking` or `redacted_thinking`, but found `tool_use`",
        ),
        (
            request(
                ASKED[0],
                {"role": "assistant", "content": [{"type": "thinking", "thinking": "Hm", "signature": signature("Hm", "n")}, USE]},
                user(RESULT),
            ),
            "Invalid `signature` in `thinking` block",
        ),
    ],
)
def test_what_the_provider_refuses_is_refused_in_its_words(bad, words):
    with pytest.raises(RejectedError, match=words) as raised:
        check(bad)
    assert raised.value.status == 400
