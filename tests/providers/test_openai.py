"""The OpenAI dialect: played by the SDK of the provider, and refusing what the provider refuses."""

import json

import openai
import pytest
from openai.types.chat import ChatCompletion
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming

from local.scripted_model.request import RejectedError
from tests.providers.openai.rules import check
from tests.sdk_types import of_the_types_of_an_sdk

QUESTION = "How many players are there?"
OBJECT = {"type": "object", "properties": {}}


def tool(name="get_db_schema", **more):
    return {"type": "function", "function": {"name": name, "description": "", "parameters": OBJECT, **more}}


TOOLS = [tool(name) for name in ("get_db_schema", "execute_sql_query", "final_answer")]
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_db_schema", "arguments": "{}"}}
ASKED = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": None, "tool_calls": [CALL]}]
RESULT = {"role": "tool", "tool_call_id": "call_1", "content": "tables"}
IMAGE = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}


def request(*messages, **more):
    return {"model": "m", "tools": TOOLS, "messages": list(messages) or [{"role": "user", "content": "Hi"}], **more}


def user(*content):
    return {"role": "user", "content": list(content)}


def asked(**call):
    return [ASKED[0], {"role": "assistant", "content": None, "tool_calls": [CALL | call]}]


@pytest.fixture
def client(url):
    with openai.OpenAI(api_key="any", base_url=url + "/openai/v1", max_retries=0) as client:
        yield client


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": QUESTION}]
    first = client.chat.completions.create(model="scripted", messages=messages, tools=TOOLS).choices[0]
    assert first.finish_reason == "tool_calls"
    assert first.message.content == "Let me look."
    schema, query = first.message.tool_calls
    messages += [
        first.message,
        {"role": "tool", "tool_call_id": query.id, "content": "Error: execute_sql_query"},
        {"role": "tool", "tool_call_id": schema.id, "content": [{"type": "text", "text": "get_db_schema"}]},
    ]
    messages[2] = {"role": "assistant", **first.message.to_dict(exclude_unset=False, exclude_none=True)}
    messages[2].pop("annotations")
    [call] = client.chat.completions.create(model="scripted", messages=messages, tools=TOOLS).choices[0].message.tool_calls
    assert call.function.name == "final_answer"
    assert json.loads(call.function.arguments)["answer"] == f"{QUESTION} get_db_schema execute_sql_query True"


def test_an_answer_has_the_shape_that_the_sdk_knows(client, system):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": QUESTION}]
    raw = client.chat.completions.with_raw_response.create(model="scripted", messages=messages, tools=TOOLS)
    completion = ChatCompletion.model_validate(raw.http_response.json(), strict=True)
    assert completion.usage.prompt_tokens > 100
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens


def test_an_error_is_one_that_the_sdk_knows(client):
    with pytest.raises(openai.BadRequestError, match="Unknown parameter: 'foo'") as raised:
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], extra_body={"foo": 1})
    assert (raised.value.param, raised.value.code) == ("foo", "unknown_parameter")


def test_without_a_key_it_is_an_authentication_error(url):
    with (
        openai.OpenAI(api_key="any", base_url=url + "/openai/v1", max_retries=0, default_headers={"Authorization": ""}) as client,
        pytest.raises(openai.AuthenticationError, match="provide an API key"),
    ):
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])


@pytest.mark.parametrize(
    "good",
    [
        request(),
        request(*ASKED, RESULT, max_tokens=10, temperature=2),
        request({"role": "system", "content": "s"}, *ASKED, RESULT, user({"type": "text", "text": "b"}, IMAGE)),
        request(*ASKED, RESULT | {"content": [{"type": "text", "text": "a"}]}, parallel_tool_calls=True),
        request(tool_choice={"type": "function", "function": {"name": "final_answer"}}, max_completion_tokens=5),
        request(tool_choice="required"),
    ],
)
def test_what_is_accepted_is_what_the_sdk_would_send(good):
    check(good)
    of_the_types_of_an_sdk(CompletionCreateParamsNonStreaming, good)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([], "could not parse the JSON body"),
        ({"messages": []}, "you must provide a model parameter"),
        ({"model": "m"}, "messages: Field required"),
        (request(foo=1), "Unknown parameter: 'foo'"),
        (request(stream=True), "does not stream"),
        (request(max_tokens=0), "Invalid 'max_tokens'"),
        (request(temperature=3), "Invalid 'temperature'"),
        (request(messages=[]), "Invalid 'messages': empty array"),
        (request({"role": "bot", "content": "x"}), "Invalid value: 'bot'"),
        (request({"role": "user", "content": None}), "expected a string, got null"),
        (request({"role": "assistant", "content": None}), "expected a string, got null"),
        (request({"role": "user", "content": 7}), "Invalid type for 'content'"),
        (request(user()), "empty array"),
        (request({"role": "user", "content": "x", "tool_calls": []}), "tool_calls: Extra inputs"),
        (request({"role": "assistant", "content": "x", "tool_calls": []}), "tool_calls': empty array"),
        (request({"role": "assistant", "content": "x", "thinking_blocks": []}), "thinking_blocks: Extra inputs"),
        (request(user({"type": "tool_result"})), "Invalid value: 'tool_result'"),
        (request(user({"type": "image_url", "image_url": {"url": "http://x/a.png"}})), "Invalid image URL"),
        (request(user({"type": "image_url", "image_url": {"url": "data:image/png;base64,!"}})), "Invalid base64"),
        (request(*ASKED), "did not have response messages: call_1"),
        (request(*ASKED, {"role": "user", "content": "b"}), "did not have response messages: call_1"),
        (request(*ASKED, RESULT | {"tool_call_id": "call_2"}), "must be a response to a preceeding message"),
        (request(*ASKED, RESULT, RESULT), "must be a response to a preceeding message"),
        (request(ASKED[0], RESULT), "must be a response to a preceeding message"),
        (request(*ASKED, RESULT | {"name": "get_db_schema"}), "name: Extra inputs"),
        (request(*ASKED, RESULT | {"content": [IMAGE]}), "Invalid value: 'image_url'"),
        (request(*asked(id="x" * 41), RESULT), "string too long"),
        (request(*asked(function={"name": "a", "arguments": {}}), RESULT), "arguments: Input should be a valid str"),
        (request(*asked(function={"name": "a b", "arguments": ""}), RESULT), "does not match pattern"),
        (request(*asked(type="custom"), RESULT), "Invalid value: 'custom'"),
        (request(tools=[]), "Invalid 'tools': empty array"),
        (request(tools=[tool("a b")]), "does not match pattern"),
        (request(tools=[tool(description="x" * 1025)]), "string too long"),
        (request(tools=[tool(parameters={})]), "schema must be a JSON Schema of 'type: \"object\"'"),
        (request(tools=[tool(parameters={"type": "object", "properties": 1})]), "Invalid schema for function"),
        (request(tools=[tool(input_schema={})]), "input_schema: Extra inputs"),
        (request(tool_choice={"type": "function", "function": {"name": "x"}}), "Tool choice 'x' not found"),
        (request(tool_choice="any"), "Invalid value: 'any'"),
        ({"model": "m", "messages": [{"role": "user", "content": "Hi"}], "tool_choice": "auto"}, "only allowed when 'tools'"),
    ],
)
def test_what_the_provider_refuses_is_refused_in_its_words(bad, words):
    with pytest.raises(RejectedError, match=words) as raised:
        check(bad)
    assert raised.value.status == 400
