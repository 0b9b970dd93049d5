"""Prices that the package carries: what they are, and what is said of them."""

import itertools
from datetime import date
from pathlib import Path

import boto3
import pytest


def test_daily_prices_say_where_they_are_from_and_that_they_are_not_live(ask):
    answer = ask("get_ticker_data", ticker="aapl", start_date="2022-12-22", end_date="2022-12-27")
    assert answer == {
        "ticker": "AAPL",
        "source": "bundled prices, not live: the S&P 500 sample of skfolio 1.12.2 (BSD-3-Clause), daily adjusted closes to "
        "2022-12-28, rounded to 3 decimals",
        "currency": "USD",
        "adjusted": True,
        "adjustment": "splits and dividends",
        "interval": "1d",
        "first_day": "2022-12-22",
        "last_day": "2022-12-27",
        "points": 3,
        "left_out": 0,
        "first_close": 131.846,
        "last_close": 129.652,
        "change_percent": -1.66,
        "lowest_close": {"time": "2022-12-27", "close": 129.652},
        "highest_close": {"time": "2022-12-22", "close": 131.846},
        "columns": ["time", "close"],
        "rows": [["2022-12-22", 131.846], ["2022-12-23", 131.477], ["2022-12-27", 129.652]],
    }


def test_prices_as_they_were_paid_have_open_high_low_and_volume(ask):
    answer = ask("get_ticker_data", ticker="IBM", start_date="2013-02-28", adjusted=False)
    assert answer["adjusted"] is False
    assert answer["adjustment"].startswith("none")
    assert answer["source"].startswith("bundled prices, not live: Quandl WIKI Prices (public domain)")
    assert answer["columns"] == ["time", "open", "high", "low", "close", "volume"]
    assert answer["rows"] == [
        ["2013-02-28", 202.18, 203.123, 200.79, 200.83, 4689200],
        ["2013-03-01", 200.65, 202.94, 199.36, 202.91, 3308300],
    ]


def test_a_ticker_that_only_the_older_dataset_has_is_adjusted_too(ask):
    answer = ask("get_ticker_data", ticker="GOOG", start_date="2004-08-19", end_date="2004-08-19")
    assert (answer["adjusted"], answer["rows"]) == (True, [["2004-08-19", 50.32284]])


def test_the_default_is_the_year_before_the_last_day(ask):
    answer = ask("get_ticker_data", ticker="IBM")
    assert (answer["first_day"], answer["last_day"]) == ("2012-03-01", "2013-03-01")


@pytest.mark.parametrize(
    ("period", "first_day", "points"),
    [
        ("1d", "2022-12-28", 1),
        ("5d", "2022-12-21", 5),
        ("1mo", "2022-11-28", 22),
        ("ytd", "2022-01-03", 249),
        ("max", "1990-01-02", 8313),
    ],
)
def test_a_period_is_counted_back_from_the_last_day_of_the_data(call, ask, run, period, first_day, points):
    answer = ask("get_ticker_recent_history", ticker="MSFT", period=period, run=run)
    answer = answer.get("preview", answer)
    assert (answer["as_of"], answer["last_day"]) == ("2022-12-28", "2022-12-28")
    assert (answer["first_day"], answer["points"]) == (first_day, points)
    assert answer["notes"] == ["Not of today: the period is counted back from 2022-12-28, the last day of the bundled prices."]


def test_a_month_is_made_of_its_days(ask, prices):
    answer = ask("get_ticker_recent_history", ticker="IBM", period="3mo", interval="1mo", adjusted=False)
    days = prices(
        "SELECT day, open, high, low, close, volume FROM prices JOIN series ON series.id = prices.series "
        "WHERE dataset = 'wiki' AND ticker = 'IBM' AND day LIKE '2013-01-%' ORDER BY day"
    )
    assert len(days) == 21
    january = ["2013-01-01", days[0][1], max(d[2] for d in days), min(d[3] for d in days), days[-1][4], sum(d[5] for d in days)]
    assert [row[0] for row in answer["rows"]] == ["2012-12-01", "2013-01-01", "2013-02-01", "2013-03-01"]
    assert answer["rows"][1] == january


def test_a_week_is_named_by_its_monday(ask):
    rows = ask("get_ticker_recent_history", ticker="AAPL", period="5d", interval="1wk")["rows"]
    assert rows == [["2022-12-19", 131.477], ["2022-12-26", 125.674]]


def test_days_that_may_have_been_filled_in_are_left_out_and_counted(ask):
    answer = ask("get_ticker_data", ticker="RRC", start_date="1990-01-02", end_date="1990-04-11")
    assert answer["rows"] == [["1990-01-02", 3.322], ["1990-04-10", 1.107], ["1990-04-11", 1.107]]
    assert answer["left_out"] == 68


def test_many_prices_are_stored_as_csv_and_shown_by_both_ends(ask, run):
    answer = ask("get_ticker_recent_history", ticker="IBM", period="max", adjusted=False, run=run)
    assert answer["key"] == "runs/e/toolu_1/result.csv"
    lines = boto3.client("s3").get_object(Bucket=answer["bucket"], Key=answer["key"])["Body"].read().decode().splitlines()
    assert lines[0] == "time,open,high,low,close,volume"
    assert lines[1] == "2000-03-01,102.0,105.5,100.06,100.25,10807800"
    assert len(lines) == 3271
    preview = answer["preview"]
    assert preview["first_rows"][0] == ["2000-03-01", 102.0, 105.5, 100.06, 100.25, 10807800]
    assert preview["last_rows"][-1][0] == "2013-03-01"
    assert preview["change_percent"] == round((202.91 / 100.25 - 1) * 100, 2)


def test_days_beyond_the_data_are_named_and_not_made_up(ask):
    answer = ask("get_ticker_data", ticker="XOM", start_date="1989-12-01", end_date="1990-01-03")
    assert [row[0] for row in answer["rows"]] == ["1990-01-02", "1990-01-03"]
    assert answer["notes"] == ["The bundled prices of XOM begin on 1990-01-02."]


def test_the_prices_are_found_in_a_folder_of_any_name(tool_function, tmp_path):
    package = Path(tool_function("yfinance").__file__).parent
    from market.bundled import Bundled

    strange = tmp_path / "100% #1?"
    strange.symlink_to(package)
    assert Bundled(strange, date(2026, 1, 1)).between("IBM", "2013-03-01", None, False).bars[0].close == 202.91


def test_the_two_datasets_agree_on_how_prices_changed(prices):
    """They come from different places, so each is a check of the other; the one is rounded to 3 decimals."""
    pairs = prices(
        "SELECT one.close, other.close FROM prices AS one JOIN series AS s1 ON s1.id = one.series "
        "JOIN series AS s2 ON s2.ticker = s1.ticker JOIN prices AS other ON other.series = s2.id AND other.day = one.day "
        "WHERE s1.dataset = 'skfolio' AND s2.dataset = 'wiki-adjusted' AND s1.ticker = 'MSFT' ORDER BY one.day"
    )
    changes = [abs(b[0] / a[0] - b[1] / a[1]) for a, b in itertools.pairwise(pairs)]
    assert len(changes) == 3269
    assert max(changes) < 0.01


REFUSALS = [
    ("get_ticker_data", {"ticker": "NVDA"}, "There are no bundled prices of NVDA. There are some of AAPL, AMD, BAC, "),
    ("get_ticker_data", {"ticker": "XOM", "adjusted": False}, "with adjusted false, of AAPL, FB, GOOG, IBM, MSFT."),
    ("get_ticker_data", {"ticker": "XOM", "start_date": "2023-05-05"}, "are of 1990-01-02 to 2022-12-28, and 2023-05-05 to "),
    ("get_ticker_data", {"ticker": "XOM", "start_date": "2999-01-01"}, "start_date is 2999-01-01, which is in the future: today "),
    ("get_ticker_data", {"ticker": "XOM", "end_date": "2999-01-01"}, "end_date is 2999-01-01, which is in the future: today "),
    ("get_ticker_data", {"ticker": "XOM", "end_date": "0001-06-01"}, "to 2022-12-28, and 0001-01-01 to 0001-06-01 was asked for."),
    ("get_ticker_data", {"ticker": "XOM", "start_date": "2013-02-30"}, "start_date is '2013-02-30', and there is no such day"),
    (
        "get_ticker_data",
        {"ticker": "XOM", "start_date": "2013-03-02", "end_date": "2013-03-01"},
        "start_date 2013-03-02 is after end_date 2013-03-01.",
    ),
    ("get_ticker_data", {"ticker": "XOM", "start_date": "2022-12-24", "end_date": "2022-12-26"}, "There are no prices of XOM in "),
    ("get_ticker_data", {"ticker": "US0378331005"}, "'US0378331005' is an ISIN. Give the ticker symbol"),
    (
        "get_ticker_data",
        {"ticker": "../secret"},
        'The input of get_ticker_data is wrong: input.ticker is "../secret"; allowed is a text, ',
    ),
    (
        "get_ticker_recent_history",
        {"ticker": "XOM", "period": "1d", "interval": "1m"},
        "The bundled prices are daily: interval can be 1d, 1wk, 1mo, 3mo, not 1m.",
    ),
    (
        "get_ticker_recent_history",
        {"ticker": "XOM", "period": "1mo", "interval": "1m"},
        "There are no prices of period '1mo' by interval '1m'. For 1m period can be: 1d, 5d. For 1mo interval can be: 2m, 5m,",
    ),
    ("get_ticker_recent_history", {"ticker": "XOM", "period": "2y", "interval": "90m"}, "For 90m period can be: 1d, 5d, 1mo. "),
    ("get_ticker_recent_history", {"ticker": "XOM", "period": "5y", "interval": "1h"}, "For 1h period can be: 1d, 5d, 1mo, 3mo, "),
    (
        "top_sector_companies",
        {"sector_key": "energy"},
        "The largest companies of the sector energy need Yahoo, which this stack isn't set to",
    ),
    ("top_industry_companies", {"industry_key": "gold"}, "list_industries works without, and there are prices of AAPL"),
]


@pytest.mark.parametrize(("tool", "input", "says"), REFUSALS, ids=lambda value: str(value)[:60])
def test_what_can_not_be_had_is_an_error_that_says_what_can(refused, tool, input, says):
    assert says in refused(tool, **input)
