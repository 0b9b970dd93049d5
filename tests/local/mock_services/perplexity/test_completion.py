"""What the mock service answers says that it is one."""

from tests.local.mock_services.perplexity.asking import USER, ask, body


def test_the_text_says_that_a_mock_service_answered_and_what_was_asked():
    text = ask().body["choices"][0]["message"]["content"]
    assert text == (
        'Mock service: no web was searched, so nothing is known here about what was asked: "Company: Acme Topic: history". '
        "The real service would answer with facts and number their sources like this [1][2]."
    )


def test_the_sources_are_mock_services_at_addresses_that_are_reserved_for_examples():
    answer = ask().body
    assert answer["citations"] == ["https://example.com/mock-service/1", "https://example.org/mock-service/2"]
    assert [source["url"] for source in answer["search_results"]] == answer["citations"]
    assert all("Mock service" in source["title"] and "Mock service" in source["snippet"] for source in answer["search_results"])


def test_nothing_is_searched_where_the_request_says_so():
    answer = ask(body(disable_search=True)).body
    assert (answer["citations"], answer["search_results"]) == ([], [])
    assert "[1]" not in answer["choices"][0]["message"]["content"]


def test_a_text_longer_than_max_tokens_is_cut_and_says_so():
    [choice] = ask(body(max_tokens=5)).body["choices"]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("Mock service: no web", "length")
    assert ask(body(max_tokens=500)).body["choices"][0]["finish_reason"] == "stop"


def test_the_same_request_gets_the_same_answer():
    first, second, other = (ask(body(messages=[USER | {"content": text}])).body for text in ("a", "a", "b"))
    assert first | {"created": 0} == second | {"created": 0}
    assert other["id"] != first["id"]


def test_tokens_are_counted_and_cost_nothing():
    usage = ask(body(messages=[USER | {"content": "x" * 40}])).body["usage"]
    assert usage["prompt_tokens"] == 10
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["cost"]["total_cost"] == 0
