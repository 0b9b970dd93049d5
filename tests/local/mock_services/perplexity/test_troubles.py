"""Errors that a request asks for by a word."""

from tests.local.mock_services.perplexity.asking import USER, ask, body, refusal


def asked(words):
    return ask(body(messages=[USER | {"content": f"Company: Acme\nTopic: {words}"}]))


def test_a_rate_limit_says_how_long_to_wait():
    assert refusal(asked("mock-429")) == (429, "request_rate_limit_exceeded", "Request rate limit exceeded.")
    assert asked("mock-429").headers == {"retry-after": "1"}
    assert asked("mock-429-after-90").headers == {"retry-after": "90"}


def test_a_status_is_answered_in_the_shape_of_the_api():
    assert refusal(asked("mock-503")) == (503, "server_error", "A 503 that was asked for.")
    assert refusal(asked("mock-401"))[1] == "invalid_api_key"
    assert refusal(asked("mock-quota"))[1] == "insufficient_quota"


def test_a_page_and_a_redirect_mock_service_for_what_is_between():
    assert asked("mock-page").body.startswith("<html>")
    assert asked("mock-redirect").headers == {"location": "https://example.net/mock-service"}


def test_a_slow_answer_is_the_usual_one_later():
    assert [asked(words).pause for words in ("mock-slow-5", "mock-slow-99", "mock-503", "usual")] == [5, 60, 0, 0]
    assert asked("mock-slow-5").body["choices"][0]["message"]["content"].startswith("Mock service: no web was searched")


def test_other_words_ask_for_nothing():
    for words in ("mock-key", "mock-200", "my-mock-4290", "mock-429x"):
        assert asked(words).status == 200


def test_a_wrong_request_is_refused_before_an_error_is_asked_for():
    assert refusal(ask(body(messages=[USER | {"content": "mock-503"}], top_p=7)))[0] == 400
