"""The source `yahoo`: what yfinance makes of answers in Yahoo's shapes, which a mock service on this machine gives."""

import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import boto3
import pytest
from mock_yahoo import Chart

DAY = 24 * 60 * 60


def at(*when, zone="America/New_York"):
    return int(datetime(*when, tzinfo=ZoneInfo(zone)).timestamp())


def days(*closes, first=2, adjusted=0.5):
    """A chart of January 2024: a row for each day from the first on; None is a day for which Yahoo has no prices."""
    return [
        (at(2024, 1, first + n, 9, 30), *((None,) * 6 if c is None else (c + 0.5, c + 1.0, c - 1.0, c, 1000 + n, c * adjusted)))
        for n, c in enumerate(closes)
    ]


def minutes(closes, step=60):
    start = at(2024, 1, 5, 9, 30)
    rows = [(start + n * step, c, c, c, c, 10, None) for n, c in enumerate(closes)]
    return Chart(rows, sessions=[(start, at(2024, 1, 5, 16))])


def test_daily_prices_are_adjusted_and_both_days_are_included(ask, yahoo):
    yahoo.charts["ACME"] = Chart(days(10.0, 11.0, 12.0, 13.0))
    answer = ask("get_ticker_data", ticker="acme", start_date="2024-01-03", end_date="2024-01-04")
    assert answer["source"] == "Yahoo Finance, by yfinance 1.7.0"
    assert (answer["adjusted"], answer["adjustment"]) == (True, "splits and dividends")
    assert (answer["currency"], answer["time_zone"]) == ("USD", "America/New_York")
    assert answer["columns"] == ["time", "open", "high", "low", "close", "volume"]
    assert answer["rows"] == [["2024-01-03", 5.75, 6.0, 5.0, 5.5, 1001], ["2024-01-04", 6.25, 6.5, 5.5, 6.0, 1002]]
    [asked] = [each for each in yahoo.charts_asked() if "period1" in each]
    assert (int(asked["period1"]), int(asked["period2"])) == (at(2024, 1, 3), at(2024, 1, 5))


def test_prices_that_are_not_adjusted_for_dividends_say_so(ask, yahoo):
    yahoo.charts["ACME"] = Chart(days(10.0, 11.0))
    answer = ask("get_ticker_data", ticker="ACME", start_date="2024-01-02", end_date="2024-01-03", adjusted=False)
    assert (answer["adjusted"], answer["adjustment"]) == (False, "splits, not dividends")
    assert [row[4] for row in answer["rows"]] == [10.0, 11.0]


def test_a_day_without_a_price_is_left_out_and_counted(ask, yahoo):
    yahoo.charts["GAPS"] = Chart(days(10.0, None, 12.0))
    answer = ask("get_ticker_recent_history", ticker="GAPS", period="5d")
    assert [row[0] for row in answer["rows"]] == ["2024-01-02", "2024-01-04"]
    assert (answer["points"], answer["left_out"], answer["as_of"]) == (2, 1, "2024-01-04")


def test_a_price_that_is_missing_beside_a_close_is_null(ask, yahoo):
    yahoo.charts["HALF"] = Chart([(at(2024, 1, 2, 9, 30), None, 11.0, None, 10.0, 5, 10.0)])
    assert ask("get_ticker_recent_history", ticker="HALF")["rows"] == [["2024-01-02", 11.0, 10.0, 5]]
    yahoo.charts["HALF2"] = Chart([*days(9.0), (at(2024, 1, 3, 9, 30), None, 11.0, 8.0, 10.0, 5, 10.0)])
    assert ask("get_ticker_recent_history", ticker="HALF2")["rows"][1] == ["2024-01-03", None, 11.0, 8.0, 10.0, 5]


def test_prices_by_the_minute_carry_the_time_zone_and_a_gap_stays_a_gap(ask, yahoo):
    yahoo.charts["INTRA"] = minutes([1.5, 1.6, None, 1.8])
    answer = ask("get_ticker_recent_history", ticker="INTRA", period="1d", interval="1m")
    assert [(row[0], row[4]) for row in answer["rows"]] == [
        ("2024-01-05T09:30:00-05:00", 1.5),
        ("2024-01-05T09:31:00-05:00", 1.6),
        ("2024-01-05T09:33:00-05:00", 1.8),
    ]
    assert (answer["left_out"], answer["time_zone"], answer["interval"]) == (1, "America/New_York", "1m")
    assert (answer["adjusted"], answer["adjustment"]) == (False, "splits, not dividends")


def test_half_hours_are_whole_and_the_night_is_no_gap(ask, yahoo):
    friday = minutes([2.0, 2.1, 2.2], step=900)
    friday.rows.append((at(2024, 1, 8, 9, 30), 3.0, 3.0, 3.0, 3.0, 10, None))
    friday.sessions.append((at(2024, 1, 8, 9, 30), at(2024, 1, 8, 16)))
    yahoo.charts["THIRTY"] = friday
    answer = ask("get_ticker_recent_history", ticker="THIRTY", period="5d", interval="30m")
    assert [(row[0], row[4]) for row in answer["rows"]] == [
        ("2024-01-05T09:30:00-05:00", 2.1),
        ("2024-01-05T10:00:00-05:00", 2.2),
        ("2024-01-08T09:30:00-05:00", 3.0),
    ]
    assert answer["left_out"] == 0


def test_an_unknown_ticker_is_answered_with_yahoos_word(refused, yahoo):
    for input in ({"start_date": "2024-01-02", "end_date": "2024-01-03"}, {}):
        error = refused("get_ticker_data", ticker="NOPE", **input)
        assert error.startswith("Yahoo Finance doesn't know NOPE. Is it spelled as Yahoo does (BRK-B, 0700.HK, EURUSD=X, ^GSPC)")
    yahoo.charts["OTHER"] = Chart(days(1.0))
    error = refused("get_ticker_data", ticker="OTHER", start_date="2024-02-01", end_date="2024-02-02")
    assert error.startswith("Yahoo Finance has no such prices of OTHER: no price data found (1d 2024-02-01 -> 2024-02-03).")


def test_a_refusal_for_too_many_requests_says_to_wait(refused, yahoo):
    yahoo.status = 429
    for tool, input in (("get_ticker_recent_history", {"ticker": "ACME"}), ("top_sector_companies", {"sector_key": "energy"})):
        assert refused(tool, **input).startswith("Yahoo Finance refuses to answer for now: too many requests came from here")


def test_an_answer_that_is_no_json_is_an_error(refused, yahoo):
    yahoo.page = "<html>Will be back</html>"
    assert refused("get_ticker_recent_history", ticker="ACME") == (
        "Yahoo Finance's answer for ACME can't be read (JSONDecodeError). Ask again later."
    )


def test_no_connection_is_an_error_at_once(refused, yahoo):
    # A port that nobody listens on: the discard service, of the time before the web.
    yahoo.url = "http://127.0.0.1:9"
    assert refused("get_ticker_recent_history", ticker="ACME") == (
        "Yahoo Finance can't be reached from here (ConnectionError). Answer without it, or say that it can't be had."
    )


def test_no_time_left_is_an_error(refused, yahoo, monkeypatch):
    import market.yahoo

    monkeypatch.setattr(market.yahoo, "SECONDS", 0)
    assert refused("get_ticker_recent_history", ticker="ACME") == (
        "Yahoo Finance didn't answer in time for ACME. Ask again, for fewer tickers or a shorter time."
    )
    assert yahoo.asked == []


def test_the_largest_companies_come_with_what_yahoo_knows_of_them(ask, refused, yahoo):
    yahoo.domains["sectors/technology"] = [
        {"symbol": "ACME", "name": "Acme mock service", "rating": "Buy", "marketWeight": {"raw": 0.5, "fmt": "50.00%"}},
        {"symbol": "EMCA", "name": "Emca mock service"},
    ]
    yahoo.domains["industries/oil-gas-e-p"] = [{"symbol": "DRIP", "name": "Drip mock service"}]
    answer = ask("top_sector_companies", sector_key="Technology")
    assert answer == {
        "sector_key": "technology",
        "source": "Yahoo Finance, by yfinance 1.7.0",
        "companies": [
            {"ticker": "ACME", "name": "Acme mock service", "rating": "Buy", "market_weight": 0.5},
            {"ticker": "EMCA", "name": "Emca mock service", "rating": None, "market_weight": None},
        ],
    }
    assert ask("top_industry_companies", industry_key="Oil & Gas E&P")["companies"][0]["ticker"] == "DRIP"
    yahoo.domains["sectors/energy"] = []
    assert refused("top_sector_companies", sector_key="energy") == "Yahoo Finance names no companies of the sector energy."


def test_many_tickers_are_downloaded_and_no_thread_is_left(ask, yahoo, run):
    today = at(2026, 1, 2) // DAY * DAY
    recent = datetime.now(ZoneInfo("America/New_York")).replace(hour=9, minute=30, second=0, microsecond=0).timestamp()
    assert recent > today
    rows = [(int(recent) - n * DAY, 1.0, 1.0, 1.0, 10.0 + n, 5, 5.0 + n) for n in (4, 3, 2, 1)]
    yahoo.charts["ONE"], yahoo.charts["TWO"] = Chart(rows), Chart(rows[:2] + rows[3:], currency="EUR")
    before = threading.active_count()
    answer = ask("download_tickers_data", tickers=["ONE", "TWO", "NOPE"], days=30, run=run)
    assert threading.active_count() <= before + 1, "only the mock service's own thread may have come"
    body = boto3.client("s3").get_object(Bucket=answer["bucket"], Key=answer["key"])["Body"].read().decode()
    assert body == "ONE,9.0,8.0,6.0\nTWO,9.0,8.0,6.0\n"
    assert answer["left_out_days"] == 1
    assert answer["currency"] == "USD (ONE); EUR (TWO)"
    [missing] = answer["missing"]
    assert (missing["ticker"], missing["why"][:36]) == ("NOPE", "Yahoo Finance doesn't know NOPE. Is ")


def test_a_refusal_ends_a_download_without_asking_for_the_rest(refused, yahoo, run):
    yahoo.status = 429
    tickers = [f"T{n}" for n in range(100)]
    assert refused("download_tickers_data", tickers=tickers, days=30, run=run).startswith("Yahoo Finance refuses to answer for now")
    assert len({each.split("?")[0] for each in yahoo.asked if "/chart/" in each}) < 100


@pytest.mark.parametrize("setting", ["", "yahoo"])
def test_the_setting_says_which_source_and_yahoo_is_the_default(ask, yahoo, monkeypatch, setting):
    monkeypatch.setenv("SETTING_SOURCE", setting)
    yahoo.charts["ACME"] = Chart(days(10.0))
    assert ask("get_ticker_recent_history", ticker="ACME")["source"].startswith("Yahoo Finance")


def test_a_setting_that_nobody_knows_is_a_crash_that_names_it(tool_function, monkeypatch):
    monkeypatch.setenv("SETTING_SOURCE", "google")
    event = {"id": "t", "name": "get_ticker_data", "input": {"ticker": "ACME"}}
    with pytest.raises(ValueError, match="the setting source is 'google'; allowed are yahoo and bundled"):
        tool_function("yfinance").handler(event, None)
