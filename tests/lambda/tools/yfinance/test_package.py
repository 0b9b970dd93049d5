"""The package as a process of its own, with nothing of this machine: as Lambda starts it."""

import json

import pytest


def use(name, **input):
    return {"id": "toolu_1", "name": name, "input": input}


@pytest.fixture(scope="module")
def without_connection(built_tool):
    """The function with the source `yahoo`, behind a proxy that nobody listens as: no request leaves this machine."""
    return built_tool("yfinance", {"HTTPS_PROXY": "http://127.0.0.1:9", "HOME": "/nonexistent"})


def test_the_package_answers_from_its_own_prices(built_tool):
    answer = built_tool("yfinance", {"SETTING_SOURCE": "bundled"}).invoke(
        use("get_ticker_data", ticker="KO", start_date="2022-12-28", end_date="2022-12-28")
    )
    assert answer.error is None
    assert json.loads(answer.result["content"])["rows"] == [["2022-12-28", 62.609]]


def test_without_a_connection_yahoo_can_not_be_reached_and_the_function_goes_on(without_connection):
    answer = without_connection.invoke(use("get_ticker_recent_history", ticker="KO"))
    assert answer.error is None
    assert answer.result["is_error"]
    assert answer.result["content"].startswith("Yahoo Finance can't be reached from here (ConnectionError).")
    assert (
        json.loads(without_connection.invoke(use("list_industries", sector_key="energy")).result["content"])["sector"] == "Energy"
    )
    assert without_connection.starts == 1


def test_the_log_says_nothing_of_what_was_asked(without_connection):
    answer = without_connection.invoke(use("get_ticker_recent_history", ticker="SECRETLY"))
    [line] = answer.log_lines()
    assert (line["tool"], line["outcome"]) == ("get_ticker_recent_history", "error")
    assert "SECRETLY" not in "".join(answer.log)
