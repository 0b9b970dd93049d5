"""The source `yahoo`: Yahoo Finance, asked by yfinance.

A failure becomes a ToolError in words: an unknown ticker, a refusal for too many requests, no connection, no time, or an answer
that yfinance can't read. Nothing is retried here. The model may ask again, and Yahoo refuses clients that ask too often.
"""

import logging
import math
import os
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import yfinance
from curl_cffi.requests.exceptions import HTTPError, RequestException, Timeout
from toolkit import ToolError
from yfinance.exceptions import YFException, YFRateLimitError, YFTickerMissingError

from market import periods
from market.history import Bar, History, price
from market.yahoo_session import YahooSession

SOURCE = f"Yahoo Finance, by yfinance {yfinance.__version__}"
SECONDS = 45
"""The time for one ticker or one list of companies. The tools have 60 seconds."""
SECONDS_FOR_MANY = 100
"""The time for download_tickers_data, which has 120 seconds."""
AT_ONCE = 4
"""The requests at a time. Yahoo has no request for several tickers."""
CACHE = os.path.join(tempfile.gettempdir(), "yfinance")
"""yfinance's cache of time zones and cookies. In Lambda only /tmp can be written."""

NOT_REACHED = "Yahoo Finance can't be reached from here"
SPELLING = "Is it spelled as Yahoo does (BRK-B, 0700.HK, EURUSD=X, ^GSPC), and was it traded then?"
IN_WORDS = {"both": "splits and dividends", "splits": "splits, not dividends"}

# yfinance turns its deprecation warnings on, which are for its developers. Its log lines hold tickers.
warnings.filterwarnings("ignore", category=DeprecationWarning, module="^yfinance")
logging.getLogger("yfinance").setLevel(logging.CRITICAL)
# The location is set once, because setting it again closes the cache that is in use.
yfinance.set_tz_cache_location(CACHE)
# With hidden exceptions yfinance logs an error and returns an empty table.
yfinance.config.debug.hide_exceptions = False


class Yahoo:
    """The source that asks Yahoo, over one session for all tool uses."""

    name = SOURCE

    def __init__(self, session: YahooSession, today: date):
        self.session = session
        self.today = today

    def between(self, ticker: str, start_date: str | None, end_date: str | None, adjusted: bool) -> History:
        asked = periods.span(start_date, end_date, self.today, self.today)
        self.session.start(SECONDS)
        with _in_words(ticker):
            return self._between(ticker, asked, adjusted)

    def recent(self, ticker: str, period: str, interval: str, adjusted: bool) -> History:
        periods.check(period, interval)
        self.session.start(SECONDS)
        with _in_words(ticker):
            history = self._history(ticker, adjusted, interval, period=period)
        return replace(history, as_of=history.bars[-1].day if history.bars else None)

    def latest(self, tickers: list[str], days: int, adjusted: bool) -> tuple[list[History], dict[str, str]]:
        """Return enough days of each ticker, and the reasons for missing ones. Raises YahooRefusedError if Yahoo refuses."""
        # A year has 250 trading days or more. 10 more days cover a long holiday.
        asked = periods.Span(self.today - timedelta(days=math.ceil(days * 365 / 250) + 10), self.today)
        found, missing = {}, {}
        self.session.start(SECONDS_FOR_MANY)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            futures = {ticker: pool.submit(self._between, ticker, asked, adjusted) for ticker in tickers}
            for ticker, future in futures.items():
                try:
                    with _in_words(ticker):
                        found[ticker] = future.result()
                except YahooRefusedError:
                    pool.shutdown(cancel_futures=True)
                    raise
                except ToolError as error:
                    missing[ticker] = str(error)
        return list(found.values()), missing

    def top_companies(self, kind: str, key: str) -> list[dict[str, Any]]:
        """Return the largest companies. kind: "sector" or "industry"."""
        self.session.start(SECONDS)
        with _in_words(f"the {kind} {key}"):
            domain = {"sector": yfinance.Sector, "industry": yfinance.Industry}[kind](key, session=self.session)
            table = domain.top_companies
        return [
            {"ticker": ticker, "name": row["name"], "rating": _known(row["rating"]), "market_weight": _number(row["market weight"])}
            for ticker, row in ([] if table is None else table.iterrows())
        ]

    def _between(self, ticker: str, asked: periods.Span, adjusted: bool) -> History:
        # yfinance excludes the end day, and a span includes it.
        return self._history(ticker, adjusted, "1d", start=asked.start, end=asked.end + timedelta(days=1))

    def _history(self, ticker: str, adjusted: bool, interval: str, **which: Any) -> History:
        asked = yfinance.Ticker(ticker, session=self.session)
        # yfinance makes 30 minutes of shorter intervals, with empty rows for the nights. These rows are no gaps in Yahoo's data.
        with_gaps = interval != "30m"
        table = asked.history(interval=interval, auto_adjust=adjusted, actions=False, keepna=with_gaps, **which)
        about = asked.history_metadata
        intraday = interval in periods.INTRADAY_PERIODS
        rows = [(time.isoformat() if intraday else time.date().isoformat(), row) for time, row in table.iterrows()]
        bars = tuple(_bar(time, row, close) for time, row in rows if (close := _number(row["Close"])) is not None)
        return History(
            ticker,
            SOURCE,
            about.get("currency"),
            # Yahoo doesn't adjust closes within a day for dividends.
            adjusted and not intraday,
            IN_WORDS["both" if adjusted and not intraday else "splits"],
            interval,
            bars,
            left_out=len(rows) - len(bars),
            time_zone=about.get("exchangeTimezoneName"),
        )


class YahooRefusedError(ToolError):
    """Yahoo refuses this address for some time, or can't be reached. More requests are of no use."""


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    """Turn yfinance's errors into ToolErrors in words. Raises YahooRefusedError if more requests are of no use."""
    try:
        yield
    except ToolError:
        raise
    except YFRateLimitError as error:
        raise YahooRefusedError(
            "Yahoo Finance refuses to answer for now: too many requests came from here (HTTP 429). Ask again in some minutes, and "
            "for fewer tickers at once; or answer with what you have."
        ) from error
    except YFTickerMissingError as error:
        raise ToolError(f"Yahoo Finance has no such prices of {what}: {' '.join(error.rationale.split())}. {SPELLING}") from error
    except Timeout as error:
        raise ToolError(
            f"Yahoo Finance didn't answer in time for {what}. Ask again, for fewer tickers or a shorter time."
        ) from error
    except HTTPError as error:
        if error.response is not None and error.response.status_code == 404:
            raise ToolError(f"Yahoo Finance doesn't know {what}. {SPELLING}") from error
        raise ToolError(f"Yahoo Finance answered for {what} with an error: {error}.") from error
    except RequestException as error:
        raise YahooRefusedError(
            f"{NOT_REACHED} ({type(error).__name__}). Answer without it, or say that it can't be had."
        ) from error
    except YFException as error:
        raise ToolError(f"Yahoo Finance, asked for {what}, said: {error}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # yfinance doesn't check Yahoo's answers. A page of HTML or a missing field raises one of these errors.
        raise ToolError(f"Yahoo Finance's answer for {what} can't be read ({type(error).__name__}). Ask again later.") from error


def _bar(time: str, row: Any, close: float) -> Bar:
    opened, high, low, volume = (_number(row[name]) for name in ("Open", "High", "Low", "Volume"))
    return Bar(
        time,
        price(close),
        opened and price(opened),
        high and price(high),
        low and price(low),
        None if volume is None else int(volume),
    )


def _number(value: Any) -> float | None:
    """Return a number, or None for a missing one, which is NaN in pandas."""
    return None if value is None or not math.isfinite(value) else float(value)


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
