"""The source `bundled`: prices that the function carries. It makes no requests, so it has no prices of today.

A relative period is counted back from the last day of the ticker's prices. A week, a month or a quarter has the first open of its
days, the highest high, the lowest low, the last close, and the sum of the volume.
"""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from toolkit import ToolError

from market import periods
from market.datasets import DATASETS, FILE, Dataset
from market.history import Bar, History, price
from market.periods import Span

Row = tuple[str, float | None, float | None, float | None, float | None, int | None]
"""Day, open, high, low, close, volume. The close is None for a day that is left out."""


@dataclass(frozen=True)
class Series:
    id: int
    dataset: Dataset
    ticker: str
    first: date
    last: date

    def history(self, rows: list[Row], interval: str = "1d", **more: Any) -> History:
        """Return the prices as a history."""
        bars = [
            Bar(day, price(close), opened and price(opened), high and price(high), low and price(low), volume)
            for day, opened, high, low, close, volume in rows
            if close
        ]
        dataset = self.dataset
        return History(
            self.ticker,
            dataset.source,
            dataset.currency,
            dataset.adjusted,
            dataset.adjustment,
            interval,
            tuple(_grouped(bars, interval)),
            left_out=len(rows) - len(bars),
            **more,
        )


class Bundled:
    """Answers from the database that prepare.py has made."""

    name = "bundled prices"

    def __init__(self, folder: Path, today: date):
        self.path = folder / FILE
        self.today = today

    def between(self, ticker: str, start_date: str | None, end_date: str | None, adjusted: bool) -> History:
        series = self._series(ticker, adjusted)
        asked = periods.span(start_date, end_date, series.last, self.today)
        if asked.start > series.last or asked.end < series.first:
            raise ToolError(
                f"The bundled prices of {ticker} are of {series.first} to {series.last}, and {asked} was asked for. Ask for days "
                f"within them. Others need Yahoo, which this stack isn't set to ask."
            )
        notes = []
        if start_date and asked.start < series.first:
            notes.append(f"The bundled prices of {ticker} begin on {series.first}.")
        if asked.end > series.last:
            notes.append(f"The bundled prices of {ticker} end on {series.last}.")
        return series.history(self._rows(series, asked), notes=tuple(notes))

    def recent(self, ticker: str, period: str, interval: str, adjusted: bool) -> History:
        periods.check(period, interval)
        series = self._series(ticker, adjusted)
        if interval not in periods.LONG_INTERVALS:
            raise ToolError(
                f"The bundled prices are daily: interval can be {', '.join(periods.LONG_INTERVALS)}, not {interval}. Prices within "
                "a day need Yahoo, which this stack isn't set to ask."
            )
        rows = self._rows(series, Span(series.first, series.last))
        first = periods.first_day(period, series.last, [date.fromisoformat(row[0]) for row in rows])
        note = f"Not of today: the period is counted back from {series.last}, the last day of the bundled prices."
        chosen = [row for row in rows if row[0] >= first.isoformat()]
        return series.history(chosen, interval, as_of=series.last.isoformat(), notes=(note,))

    def latest(self, tickers: list[str], days: int, adjusted: bool) -> tuple[list[History], dict[str, str]]:
        """Return all days of each ticker, because tickers end on different days, and the reasons for missing tickers."""
        found, missing = [], {}
        for ticker in tickers:
            try:
                series = self._series(ticker, adjusted)
            except ToolError as error:
                missing[ticker] = str(error)
            else:
                rows = self._rows(series, Span(series.first, series.last))
                found.append(series.history(rows, as_of=series.last.isoformat()))
        return found, missing

    def top_companies(self, kind: str, key: str) -> list[dict[str, Any]]:
        raise ToolError(
            f"The largest companies of the {kind} {key} need Yahoo, which this stack isn't set to ask: its prices are bundled "
            f"(setting source: bundled). list_industries works without, and there are prices {self._there()}."
        )

    def _series(self, ticker: str, adjusted: bool) -> Series:
        named = {each.key: each for each in DATASETS if each.adjusted == adjusted}
        with closing(self._connect()) as database:
            rows = {
                row[1]: row
                for row in database.execute("SELECT id, dataset, first_day, last_day FROM series WHERE ticker = ?", [ticker])
            }
        for key, dataset in named.items():
            if key in rows:
                id, _, first, last = rows[key]
                return Series(id, dataset, ticker, date.fromisoformat(first), date.fromisoformat(last))
        if rows:
            kind = "adjusted" if adjusted else "as they were paid (adjusted: false)"
            raise ToolError(f"The bundled prices of {ticker} are not there {kind}. There are some {self._there()}.")
        raise ToolError(f"There are no bundled prices of {ticker}. There are some {self._there()}. Others need Yahoo.")

    def _there(self) -> str:
        """Return the bundled tickers as a part of a sentence."""
        with closing(self._connect()) as database:
            rows = database.execute("SELECT dataset, ticker FROM series ORDER BY ticker").fetchall()
        kinds = {each.key: each.adjusted for each in DATASETS}
        adjusted, paid = (sorted({ticker for key, ticker in rows if kinds[key] == kind}) for kind in (True, False))
        return f"of {', '.join(adjusted)}; with adjusted false, of {', '.join(paid)}"

    def _rows(self, series: Series, span: Span) -> list[Row]:
        with closing(self._connect()) as database:
            return database.execute(
                "SELECT day, open, high, low, close, volume FROM prices WHERE series = ? AND day BETWEEN ? AND ? ORDER BY day",
                [series.id, span.start.isoformat(), span.end.isoformat()],
            ).fetchall()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _grouped(bars: list[Bar], interval: str) -> Iterator[Bar]:
    """Group the prices by week, month or quarter. Each group has the time of its first day, as Yahoo's have."""
    if interval == "1d":
        yield from bars
        return
    for first, group in itertools.groupby(bars, key=lambda bar: periods.first_of(date.fromisoformat(bar.time), interval)):
        days = list(group)
        highs, lows, volumes = (
            [each for bar in days if (each := getattr(bar, name)) is not None] for name in ("high", "low", "volume")
        )
        yield Bar(
            first.isoformat(),
            days[-1].close,
            days[0].open,
            max(highs, default=None),
            min(lows, default=None),
            sum(volumes) if volumes else None,
        )
