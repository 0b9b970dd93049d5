"""The series file of download_tickers_data: days that all tickers have, and nothing in between."""

import boto3
import pytest


@pytest.fixture
def lines():
    return lambda link: (
        boto3.client("s3").get_object(**{k.title(): link[k] for k in ("bucket", "key")})["Body"].read().decode().splitlines()
    )


def test_a_line_has_a_ticker_and_its_prices_and_a_second_file_has_the_days(ask, run, lines, bucket):
    answer = ask("download_tickers_data", tickers=["AAPL", "XOM"], days=3, run=run)
    assert lines(answer) == ["AAPL,131.477,129.652,125.674", "XOM,106.922,108.408,106.627"]
    assert lines(answer["dates"]) == ["2022-12-23", "2022-12-27", "2022-12-28"]
    assert {name: answer[name] for name in ("bucket", "key", "series", "points", "tickers", "missing", "left_out_days")} == {
        "bucket": bucket,
        "key": "runs/e/toolu_1/prices.csv",
        "series": 2,
        "points": 3,
        "tickers": ["AAPL", "XOM"],
        "missing": [],
        "left_out_days": 0,
    }
    assert (answer["adjusted"], answer["currency"]) == (True, "USD")
    assert answer["source"].startswith("bundled prices, not live: the S&P 500 sample of skfolio")


def test_only_days_that_all_tickers_have_are_in_it_and_the_others_are_counted(ask, run, lines, prices):
    answer = ask("download_tickers_data", tickers=["XOM", "RRC"], days=7790, run=run)
    rows = prices(
        "SELECT day, close FROM prices JOIN series ON id = series WHERE dataset = 'skfolio' AND ticker = 'RRC' ORDER BY day"
    )
    traded = [(day, close) for day, close in rows if close is not None][-7790:]
    assert lines(answer["dates"]) == [day for day, _ in traded]
    [_, rrc] = lines(answer)
    assert rrc == ",".join(["RRC", *(str(close) for _, close in traded)])
    assert answer["first_day"] == "1990-11-02"
    assert answer["left_out_days"] == len([day for day, _ in rows if day >= "1990-11-02"]) - 7790 == 310


def test_tickers_that_end_earlier_end_the_series_and_each_source_is_named(ask, run, lines):
    answer = ask("download_tickers_data", tickers=["AAPL", "FB"], days=500, run=run)
    assert (answer["points"], answer["first_day"], answer["last_day"]) == (196, "2012-05-18", "2013-03-01")
    assert answer["notes"] == [
        "500 days were asked for, and these are all that the tickers have in common.",
        "The last day is early because the prices of FB end on 2013-03-01.",
    ]
    assert "skfolio 1.12.2 (BSD-3-Clause), daily adjusted closes to 2022-12-28, rounded to 3 decimals (AAPL); " in answer["source"]
    assert answer["source"].endswith("daily adjusted closes to 2013-03-01 (FB)")


def test_tickers_that_can_not_be_had_are_named_with_the_reason(ask, run):
    answer = ask("download_tickers_data", tickers=["aapl", "NVDA", "AAPL"], days=10, run=run)
    assert answer["tickers"] == ["AAPL"]
    [missing] = answer["missing"]
    assert missing["ticker"] == "NVDA"
    assert missing["why"].startswith("There are no bundled prices of NVDA. There are some of AAPL, ")


def test_no_ticker_at_all_is_an_error(refused, run):
    assert refused("download_tickers_data", tickers=["NVDA", "TSLA"], days=10, run=run).startswith(
        "None of these tickers can be had. There are no bundled prices of NVDA."
    )


def test_without_a_run_there_is_no_place_for_a_file(refused):
    assert refused("download_tickers_data", tickers=["AAPL"], days=10) == (
        "This tool use came without a run, so there is no bucket to store a file in."
    )


def test_tickers_without_two_common_days_are_refused_with_the_days_of_each(tool_function):
    tool_function("yfinance")
    from market.history import Bar, History
    from market.series_file import common
    from toolkit import ToolError

    def history(ticker, *days):
        return History(ticker, "a test", "USD", True, "", "1d", tuple(Bar(day, 1.0) for day in days))

    old, new = history("OLD", "2001-01-02", "2001-01-03"), history("NEW", "2001-01-03", "2001-01-04")
    with pytest.raises(ToolError, match=r"1 days in common, .* OLD 2001-01-02 to 2001-01-03; NEW 2001-01-03 to 2001-01-04"):
        common([old, new], 10)
    assert common([old, history("MORE", "2001-01-02", "2001-01-03", "2001-01-04")], 10).days == ["2001-01-02", "2001-01-03"]
