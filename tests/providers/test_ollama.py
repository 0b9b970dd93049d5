"""The Ollama dialect: played by Ollama's SDK, and refusing what Ollama refuses, or would do well to."""

import ollama
import pytest

from local.models import ollama as on_this_machine
from tests.providers.openai_loop import ANSWER, TOOLS, tool

QUESTION = "How many players are there?"
HI = {"role": "user", "content": "Hi"}
CALL = {"function": {"name": "get_db_schema", "arguments": {}}}
ASKED = [HI, {"role": "assistant", "content": "", "tool_calls": [CALL]}]
RESULT = {"role": "tool", "content": "tables", "tool_name": "get_db_schema"}


def request(*messages, **more):
    return {"model": "scripted", "stream": False, "messages": list(messages) or [HI], **more}


def with_ids(called, answered):
    return [HI, {"role": "assistant", "content": "", "tool_calls": [CALL | {"id": called}]}, RESULT | {"tool_call_id": answered}]


@pytest.fixture
def client(url):
    return ollama.Client(host=f"{url}/ollama")


@pytest.fixture
def post(client):
    """Posts what the SDK itself would not send, and raises what the SDK raises."""
    return lambda body: client._request(ollama.ChatResponse, "POST", "/api/chat", json=body, stream=False)


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": QUESTION}]
    first = client.chat(model="scripted", messages=messages, tools=TOOLS)
    assert (first.done_reason, first.message.content) == ("stop", "Let me look.")
    assert [call.function.name for call in first.message.tool_calls] == ["get_db_schema", "execute_sql_query"]
    messages += [
        first.message,
        {"role": "tool", "tool_name": "get_db_schema", "content": "get_db_schema"},
        {"role": "tool", "tool_name": "execute_sql_query", "content": "Error: execute_sql_query"},
    ]
    [call] = client.chat(model="scripted", messages=messages, tools=TOOLS).message.tool_calls
    assert call.function.name == "final_answer"
    assert call.function.arguments["answer"] == ANSWER


def test_a_model_that_is_offered_one_tool_uses_that(client, system):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": QUESTION}]
    [call] = client.chat(model="scripted", messages=messages, tools=TOOLS[2:]).message.tool_calls
    assert call.function.name == "final_answer"


def test_it_tells_which_models_it_has_and_what_they_can_do(client, url):
    assert [model.model for model in client.list().models] == ["scripted:latest"]
    assert client.show("scripted").capabilities == ["completion", "tools"]
    there = {"OLLAMA_HOST": f"{url}/ollama"}
    assert on_this_machine.model(there, "scripted").target["apiBase"] == f"{url}/ollama"
    assert on_this_machine.model_that_calls_tools(there).target["model"] == "ollama/scripted:latest"


@pytest.mark.parametrize(
    "good",
    [
        request(*ASKED, RESULT, options={"num_ctx": 4096, "temperature": 0, "stop": ["x"]}, truncate=False, think="low"),
        request(*with_ids("call_1", "call_1"), keep_alive="5m", format={"type": "object"}),
        request({"role": "user", "content": "?", "images": ["iVBORw0KGgo="]}),
    ],
)
def test_what_is_accepted_is_answered(post, good):
    assert post(good).done


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (request(tool_choice="auto"), "tool_choice: Extra inputs"),
        (request(max_tokens=5), "max_tokens: Extra inputs"),
        (request(options={"max_tokens": 5}), "options.max_tokens: Extra inputs"),
        (request(options={"num_ctx": "4096"}), 'option "num_ctx" must be of type integer'),
        (request(options={"top_p": "high"}), 'option "top_p" must be of type float32'),
        (request(options={"stop": "x"}), 'option "stop" must be of type array'),
        (request(think="much"), "invalid think value"),
        (request(stream=True), "does not stream"),
        (request(model=""), "model is required"),
        (request({"role": "developer", "content": "x"}), "invalid role: developer"),
        (request({"role": "user", "content": ["x"]}), "cannot unmarshal array into Go struct field ChatRequest.messages.content"),
        (request({"role": "user", "content": "?", "images": ["data:image/png;base64,iVBORw0KGgo="]}), "illegal base64 data"),
        (request(HI, {"role": "assistant", "tool_calls": [{"function": {"name": "a", "arguments": "{}"}}]}), "unmarshal string"),
        (request(*ASKED), "a tool call has no result"),
        (request(*ASKED, HI, RESULT), "a tool call has no result"),
        (request(HI, RESULT), "a tool message answers no call"),
        (request(*with_ids("call_1", "call_2")), "the ids of the tool calls and of the results are not the same"),
        (request(tools=[tool("a", parameters={})]), "tools.function.parameters: an object is needed"),
        (request(tools=[tool("a", strict=True)]), "strict: Extra inputs"),
    ],
)
def test_what_the_server_refuses_is_a_bad_request(post, bad, words):
    with pytest.raises(ollama.ResponseError, match=words) as raised:
        post(bad)
    assert raised.value.status_code == 400
