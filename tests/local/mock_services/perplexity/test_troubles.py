"""Errors that a request asks for by a word."""

from local.stand_ins.perplexity.troubles import asked_for
from tests.local.stand_ins.perplexity.asking import USER, ask, body, refusal


def asked(words):
    return ask(body(messages=[USER | {"content": f"Company: Acme\nTopic: {words}"}]))


def test_a_rate_limit_says_how_long_to_wait():
    assert refusal(asked("stand-in-429")) == (429, "request_rate_limit_exceeded", "Request rate limit exceeded. (stand-in)")
    assert asked("stand-in-429").headers == {"retry-after": "1"}
    assert asked("stand-in-429-after-90").headers == {"retry-after": "90"}


def test_a_status_is_answered_in_the_shape_of_the_api():
    assert refusal(asked("stand-in-503")) == (503, "server_error", "A 503 that was asked for. (stand-in)")
    assert refusal(asked("stand-in-401"))[1] == "invalid_api_key"
    assert refusal(asked("stand-in-quota"))[1] == "insufficient_quota"


def test_a_page_and_a_redirect_stand_in_for_what_is_between():
    assert asked("stand-in-page").body.startswith("<html>")
    assert asked("stand-in-redirect").headers == {"location": "https://example.net/stand-in"}


def test_a_slow_answer_is_the_usual_one_later():
    slept = []
    assert asked_for("stand-in-slow-5", slept.append) is None
    assert asked_for("stand-in-slow-99", slept.append) is None
    assert slept == [5, 60]


def test_other_words_ask_for_nothing():
    for words in ("stand-in", "stand-in-200", "my-stand-in-4290", "stand-in-429x"):
        assert asked(words).status == 200


def test_a_wrong_request_is_refused_before_an_error_is_asked_for():
    assert refusal(ask(body(messages=[USER | {"content": "stand-in-503"}], top_p=7)))[0] == 400
