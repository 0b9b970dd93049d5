"""The source `yahoo`: Yahoo Finance, asked by yfinance.

What goes wrong there becomes an error that says what, in words: an unknown ticker, a refusal for too many requests, no connection,
no time, an answer that yfinance can't read. Nothing is retried here: the model may ask again, and Yahoo refuses who asks too often.
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
"""For one ticker or one list of companies; the tools have 60."""
SECONDS_FOR_MANY = 100
"""For download_tickers_data, which has 120."""
AT_ONCE = 4
"""Requests. Yahoo has none for several tickers."""
CACHE = os.path.join(tempfile.gettempdir(), "yfinance")
"""Of time zones and cookies. Lambda has no other folder than /tmp that can be written."""

NOT_REACHED = "Yahoo Finance can't be reached from here"
SPELLING = "Is it spelled as Yahoo does (BRK-B, 0700.HK, EURUSD=X, ^GSPC), and was it traded then?"
IN_WORDS = {"both": "splits and dividends", "splits": "splits, not dividends"}

# yfinance turns these on for itself. They are for its makers, and its own log lines carry tickers.
warnings.filterwarnings("ignore", category=DeprecationWarning, module="^yfinance")
logging.getLogger("yfinance").setLevel(logging.CRITICAL)
# Once: setting it again closes the cache that is in use.
yfinance.set_tz_cache_location(CACHE)
# Else yfinance logs what went wrong, and returns an empty table.
yfinance.config.debug.hide_exceptions = False


class Yahoo:
    """Asks Yahoo, over one session that is kept for all tool uses."""

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
        """Days enough of each ticker, and why others can't be had. Raises ToolError where asking on is of no use."""
        # 252 trading days a year at least, and a long holiday.
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
        """kind: "sector" or "industry"."""
        self.session.start(SECONDS)
        with _in_words(f"the {kind} {key}"):
            domain = {"sector": yfinance.Sector, "industry": yfinance.Industry}[kind](key, session=self.session)
            table = domain.top_companies
        return [
            {"ticker": ticker, "name": row["name"], "rating": _known(row["rating"]), "market_weight": _number(row["market weight"])}
            for ticker, row in ([] if table is None else table.iterrows())
        ]

    def _between(self, ticker: str, asked: periods.Span, adjusted: bool) -> History:
        # yfinance's end is not included, and ours is.
        return self._history(ticker, adjusted, "1d", start=asked.start, end=asked.end + timedelta(days=1))

    def _history(self, ticker: str, adjusted: bool, interval: str, **which: Any) -> History:
        asked = yfinance.Ticker(ticker, session=self.session)
        # 30 minutes are put together by yfinance, with empty rows for the nights: those are no gaps of Yahoo's.
        with_gaps = interval != "30m"
        table = asked.history(interval=interval, auto_adjust=adjusted, actions=False, keepna=with_gaps, **which)
        about = asked.history_metadata
        intraday = interval in periods.INTRADAY_PERIODS
        rows = [(time.isoformat() if intraday else time.date().isoformat(), row) for time, row in table.iterrows()]
        bars = tuple(_bar(time, row) for time, row in rows if _number(row["Close"]) is not None)
        return History(
            ticker,
            SOURCE,
            about.get("currency"),
            # Within a day Yahoo has no closes that are adjusted for dividends.
            adjusted and not intraday,
            IN_WORDS["both" if adjusted and not intraday else "splits"],
            interval,
            bars,
            left_out=len(rows) - len(bars),
            time_zone=about.get("exchangeTimezoneName"),
        )


class YahooRefusedError(ToolError):
    """Yahoo answers nobody at this address for some time, or can't be reached at all: asking on is of no use."""


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    """Turns what yfinance raises into words. Raises ToolError, and YahooRefusedError."""
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
        # yfinance takes Yahoo's answers apart without looking: a page of HTML, or a field that is missing, ends like this.
        raise ToolError(f"Yahoo Finance's answer for {what} can't be read ({type(error).__name__}). Ask again later.") from error


def _bar(time: str, row: Any) -> Bar:
    ohlc = {name: _number(row[name.capitalize()]) for name in ("open", "high", "low", "close")}
    volume = _number(row["Volume"])
    return Bar(time, volume=None if volume is None else int(volume), **{k: v and price(v) for k, v in ohlc.items()})


def _number(value: Any) -> float | None:
    """None for what is missing, which pandas has as NaN."""
    return None if value is None or not math.isfinite(value) else float(value)


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
