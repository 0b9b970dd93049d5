"""The vLLM dialect: played by OpenAI's SDK, as vLLM is made for, and refusing what vLLM refuses."""

import openai
import pytest

from tests.providers.openai_loop import ANSWER, ASKED, CALL, IMAGE, RESULT, played, request


@pytest.fixture
def client(url):
    with openai.OpenAI(base_url=f"{url}/hosted_vllm/v1", api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture
def create(client):
    return lambda body: client.chat.completions.create(model=body["model"], messages=[], extra_body=body)


def with_arguments(text):
    return [ASKED[0], ASKED[1] | {"tool_calls": [CALL | {"function": {"name": "get_db_schema", "arguments": text}}]}, RESULT]


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    assert played(lambda **more: client.chat.completions.create(model="m", **more), system) == ANSWER


def test_a_forced_call_ends_in_stop_and_an_answer_without_calls_has_an_empty_list(create, client, system):
    forced = {"type": "function", "function": {"name": "final_answer"}}
    messages = [{"role": "system", "content": system}, {"role": "user", "content": "What is the meaning of life?"}]
    [choice] = create(request(*messages, tool_choice=forced)).choices
    assert (choice.finish_reason, choice.message.tool_calls[0].function.name) == ("stop", "final_answer")
    assert create(request()).choices[0].message.tool_calls == []


@pytest.mark.parametrize(
    "good",
    [
        request(*ASKED, RESULT, tool_choice="required", top_k=5, chat_template_kwargs={"enable_thinking": False}),
        request({"role": "user", "content": [{"type": "text", "text": "?"}, IMAGE]}, repetition_penalty=1.1),
    ],
)
def test_what_is_accepted_is_answered_and_no_key_is_asked_for(client, good):
    body = {name: value for name, value in good.items() if name not in ("model", "messages")}
    answer = client.chat.completions.create(
        model="m", messages=good["messages"], extra_body=body, extra_headers={"Authorization": ""}
    )
    assert answer.choices[0].finish_reason == "stop"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (request(foo=1), "Unknown parameter: 'foo'"),
        (request(*ASKED), "did not have response messages"),
        (request(*with_arguments('{"sql": ')), "Expecting value"),
        (request(*with_arguments("[]")), "no JSON object"),
        (request({"role": "user", "content": None}), "expected a string, got null"),
    ],
)
def test_what_the_server_refuses_is_a_bad_request(create, bad, words):
    with pytest.raises(openai.BadRequestError, match=words) as raised:
        create(bad)
    assert raised.value.body["code"] == 400
    assert raised.value.body["type"] == "BadRequestError"
