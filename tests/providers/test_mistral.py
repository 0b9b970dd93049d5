"""The Mistral dialect: played by Mistral's SDK, and refusing what Mistral refuses."""

import json

import pytest
from mistralai.client import Mistral
from mistralai.client.errors import HTTPValidationError, SDKError
from mistralai.client.models import ChatCompletionRequestTypedDict

from tests.providers.openai_loop import ANSWER, IMAGE, TOOLS, request, tool
from tests.sdk_types import of_the_types_of_an_sdk

QUESTION = "How many players are there?"
CALL = {"id": "abcdefgh1", "type": "function", "function": {"name": "get_db_schema", "arguments": "{}"}}
ASKED = [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [CALL]}]
RESULT = {"role": "tool", "tool_call_id": "abcdefgh1", "content": "tables"}
THOUGHTFUL = ASKED[1] | {"reasoning_content": "Hm."}
THOUGHT = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}


def call(**more):
    return [ASKED[0], {"role": "assistant", "tool_calls": [CALL | more]}]


@pytest.fixture
def client(url):
    with Mistral(server_url=f"{url}/mistral", api_key="any") as client:
        yield client


@pytest.fixture
def post(url):
    """Posts what the SDK itself would not send, and raises what the SDK raises."""
    with Mistral(server_url=f"{url}/mistral", api_key="any") as client:

        def send(body):
            client.sdk_configuration.client.event_hooks["request"] = [lambda sent: replace_body(sent, body)]
            return client.chat.complete(model="m", messages=[{"role": "user", "content": "Hi"}])

        yield send


def replace_body(sent, body):
    content = json.dumps(body).encode()
    sent.headers["content-length"] = str(len(content))
    sent.stream = type(sent.stream)(content)


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": QUESTION}]
    first = client.chat.complete(model="m", messages=messages, tools=TOOLS).choices[0]
    assert first.finish_reason == "tool_calls"
    assert first.message.content == "Let me look."
    schema, query = first.message.tool_calls
    messages += [
        first.message,
        {"role": "tool", "tool_call_id": query.id, "name": "execute_sql_query", "content": "Error: execute_sql_query"},
        {"role": "tool", "tool_call_id": schema.id, "content": [{"type": "text", "text": "get_db_schema"}]},
    ]
    [call] = client.chat.complete(model="m", messages=messages, tools=TOOLS).choices[0].message.tool_calls
    assert call.function.name == "final_answer"
    assert json.loads(call.function.arguments)["answer"] == ANSWER


@pytest.mark.parametrize(
    "good",
    [
        request(*ASKED, RESULT, max_tokens=5, tool_choice="any", random_seed=1, parallel_tool_calls=True),
        request(*call(function={"name": "get_db_schema", "arguments": {}}), RESULT),
        request(tool_choice={"type": "function", "function": {"name": "final_answer"}}),
        request(
            ASKED[0], {"role": "assistant", "content": [THOUGHT, {"type": "text", "text": "a"}]}, {"role": "user", "content": "b"}
        ),
        request({"role": "user", "content": [{"type": "text", "text": "?"}, IMAGE]}),
    ],
)
def test_what_is_accepted_is_answered_and_is_what_the_sdk_would_send(post, good):
    of_the_types_of_an_sdk(ChatCompletionRequestTypedDict, good)
    assert post(good).choices[0].finish_reason == "stop"


@pytest.mark.parametrize(
    ("bad", "at", "words"),
    [
        (request(max_completion_tokens=5), ["body", "max_completion_tokens"], "Extra inputs are not permitted"),
        (request(user="me"), ["body", "user"], "Extra inputs are not permitted"),
        (request({"role": "user", "content": "Hi", "name": "me"}), ["body", "messages", 0, "name"], "Extra inputs"),
        (request(ASKED[0], THOUGHTFUL, RESULT), ["body", "messages", 1, "reasoning_content"], "Extra inputs"),
        (request(tools=[tool("a b")]), None, "does not match pattern"),
        (request({"role": "developer", "content": "Hi"}, ASKED[0]), None, "Invalid value: 'developer'"),
    ],
)
def test_what_does_not_fit_the_schema_is_a_validation_error(post, bad, at, words):
    with pytest.raises(HTTPValidationError, match=words) as raised:
        post(bad)
    [detail] = json.loads(raised.value.body)["detail"]
    assert at is None or detail["loc"] == at


@pytest.mark.parametrize(
    ("bad", "code", "words"),
    [
        (request(*ASKED, RESULT, {"role": "user", "content": "Hurry."}), "3230", "Unexpected role 'user' after role 'tool'"),
        (request(*ASKED), "3230", "Expected last role User or Tool"),
        (request(*ASKED, {"role": "user", "content": "b"}), "3230", "Not the same number of function calls and responses"),
        (request(*ASKED, RESULT | {"tool_call_id": "abcdefgh2"}), "3230", "Unexpected tool call id abcdefgh2"),
        (
            request(*call(id="call_1"), RESULT | {"tool_call_id": "call_1"}),
            "3280",
            "Tool call id was call_1 but must be a-z, A-Z, 0-9",
        ),
        (request(ASKED[0], {"role": "assistant", "content": ""}, ASKED[0]), "3240", "must have either content or tool_calls"),
    ],
)
def test_an_order_that_can_not_be_is_a_bad_request(post, bad, code, words):
    with pytest.raises(SDKError, match=words) as raised:
        post(bad)
    assert raised.value.status_code == 400
    assert json.loads(raised.value.body)["code"] == code


def test_without_a_key_it_is_an_authentication_error(url):
    with Mistral(server_url=f"{url}/mistral", api_key="any") as client, pytest.raises(SDKError, match="Unauthorized") as raised:
        client.chat.complete(model="m", messages=[{"role": "user", "content": "Hi"}], http_headers={"Authorization": "none"})
    assert raised.value.status_code == 401
