"""The change in percent that an answer has beside the prices."""

import json

import pytest


@pytest.fixture
def said(tool_function):
    tool_function("yfinance")
    from market.history import Bar, History

    def said(*closes):
        bars = tuple(Bar(f"2020-04-{20 + day}", close) for day, close in enumerate(closes))
        return json.loads(json.dumps(History("CL=F", "a test", "USD", True, "", "1d", bars).answer().value, allow_nan=False))

    return said


@pytest.mark.parametrize(("closes", "change"), [((50, 75), 50.0), ((50, 0), -100.0), ((50, -25), -150.0), ((2, 2), 0.0)])
def test_a_change_is_a_percentage_of_a_first_close_above_0(said, closes, change):
    answer = said(*closes)
    assert answer["change_percent"] == change
    assert "reason" not in answer


@pytest.mark.parametrize("first", [-37.63, 0.0, -0.0])
def test_a_change_from_a_close_that_is_not_above_0_is_null_with_a_reason(said, first):
    answer = said(first, 10.01)
    assert (answer["first_close"], answer["last_close"], answer["change_percent"]) == (first, 10.01, None)
    assert answer["reason"] == f"change_percent: the first close, {first:g}, isn't above 0, so nothing is a percentage of it"


def test_one_price_has_no_change(said):
    answer = said(50)
    assert (answer["change_percent"], answer["reason"]) == (None, "change_percent: there is one price, and a change needs two")
