"""What the API would refuse, the mock service refuses in its shape."""

import pytest

from tests.local.mock_services.perplexity.asking import USER, ask, body, refusal

SYSTEM, ASSISTANT = ({"role": role, "content": "x"} for role in ("system", "assistant"))
ORDER = "After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s)."
LAST = "Last message must have role `user` or `tool`."


@pytest.mark.parametrize("key", [None, "", "Bearer", "Bearer ", "Basic a-key", "a-key"])
def test_without_a_bearer_key_the_web_server_answers_with_a_page(key):
    response = ask(key=key)
    assert (response.status, response.headers) == (401, {"content-type": "text/html"})
    assert "<title>401 Authorization Required</title>" in response.body


def test_the_key_invalid_is_invalid():
    assert refusal(ask(key="Bearer invalid")) == (401, "invalid_api_key", "Invalid API key provided.")


def test_the_key_no_quota_has_no_credit_left():
    assert refusal(ask(key="Bearer no-quota"))[:2] == (401, "insufficient_quota")


def test_another_path_and_another_method_are_refused():
    assert refusal(ask(path="/v2/chat"))[0] == 404
    assert refusal(ask(method="GET"))[0] == 405


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"{", '["At body: JSON decode error"]'),
        ([], '["At body: must be object"]'),
        ({"model": "sonar"}, "[\"At body: must contain ['messages'] properties\"]"),
        (body(messages=[]), '["At body -> messages: must contain at least 1 items"]'),
        (body(temprature=1), "[\"At body: must not contain {'temprature'} properties\"]"),
        (body(temperature=2.5), '["At body -> temperature: must be smaller than or equal to 2"]'),
        (body(max_tokens=0), '["At body -> max_tokens: must be bigger than or equal to 1"]'),
        (body(max_tokens="9"), '["At body -> max_tokens: must be integer or null"]'),
        (
            body(search_recency_filter="decade"),
            "[\"At body -> search_recency_filter: must be one of ['hour', 'day', 'week', 'month', 'year', None]\"]",
        ),
        (
            body(search_domain_filter=["a.example"] * 21),
            '["At body -> search_domain_filter: must contain less than or equal to 20 items"]',
        ),
        (
            body(web_search_options={"search_context_size": "huge"}),
            "[\"At body -> web_search_options -> search_context_size: must be one of ['low', 'medium', 'high']\"]",
        ),
        (
            body(messages=[{"role": "robot", "content": "x"}]),
            "[\"At body -> messages -> 0 -> role: must be one of ['system', 'user', 'assistant', 'tool']\"]",
        ),
        (body(messages=[USER | {"name": "me"}]), "[\"At body -> messages -> 0: must not contain {'name'} properties\"]"),
    ],
)
def test_a_request_that_the_reference_does_not_have_is_refused_with_the_place(given, message):
    assert refusal(ask(given)) == (400, "bad_request", message)


def test_a_model_that_perplexity_does_not_have_is_refused():
    status, kind, message = refusal(ask(body(model="sonar-huge")))
    assert (status, kind) == (400, "invalid_model")
    assert message.startswith(
        "Invalid model 'sonar-huge'. Permitted models can be found in the documentation at https://docs.perplexity.ai/"
    )


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        ([USER, USER], ORDER),
        ([ASSISTANT, USER], ORDER),
        ([USER, SYSTEM, USER], ORDER),
        ([USER, ASSISTANT], LAST),
        ([SYSTEM], LAST),
    ],
)
def test_messages_in_a_wrong_order_are_refused(messages, message):
    assert refusal(ask(body(messages=messages))) == (400, "invalid_message", message)


@pytest.mark.parametrize("messages", [[USER], [SYSTEM, USER], [SYSTEM, SYSTEM, USER, ASSISTANT, USER]])
def test_messages_in_turn_are_answered(messages):
    assert ask(body(messages=messages)).status == 200


def test_what_the_mock_service_can_not_do_is_refused_and_never_left_out():
    for field, value in {"stream": True, "tools": [{}], "response_format": {"type": "json_schema"}, "return_images": True}.items():
        assert refusal(ask(body(**{field: value}))) == (
            501,
            "not_mocked",
            f"The mock service can't do {field}, which the API can.",
        )
    assert ask(body(stream=False, response_format={"type": "text"})).status == 200
