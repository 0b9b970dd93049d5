"""Writes prices of several tickers as a series file. A ticker is a line `TICKER,p1,p2,…`, with the days that all tickers have."""

from dataclasses import dataclass
from typing import Any

from toolkit import ToolError, ToolUse

from market.history import CSV, History

FEWEST_DAYS = 2
MOST_MISSING_SHOWN = 10


@dataclass(frozen=True)
class SeriesFile:
    histories: list[History]
    days: list[str]
    """The days that all tickers have, in order."""
    left_out: list[str]
    """The days between the first and the last that some tickers lack."""

    def lines(self) -> str:
        rows = []
        for history in self.histories:
            closes = {bar.day: bar.close for bar in history.bars}
            rows.append(",".join([history.ticker, *(repr(closes[day]) for day in self.days)]))
        return "".join(f"{row}\n" for row in rows)

    def store(self, use: ToolUse, missing: dict[str, str], asked_days: int) -> dict[str, Any]:
        """Store the series and their days in S3. Return the tool's result."""
        link = use.store("prices.csv", self.lines().encode(), CSV)
        dates = use.store("dates.csv", "".join(f"{day}\n" for day in self.days).encode(), CSV)
        return {
            "bucket": link["bucket"],
            "key": link["key"],
            "bytes": link["bytes"],
            "dates": {"bucket": dates["bucket"], "key": dates["key"]},
            "series": len(self.histories),
            "points": len(self.days),
            "tickers": [history.ticker for history in self.histories],
            "missing": self._missing(missing),
            "source": _of_whom("source", self.histories),
            "currency": _of_whom("currency", self.histories),
            "adjusted": all(history.adjusted for history in self.histories),
            "adjustment": _of_whom("adjustment", self.histories),
            "first_day": self.days[0],
            "last_day": self.days[-1],
            "left_out_days": len(self.left_out),
            **({"notes": notes} if (notes := self._notes(asked_days)) else {}),
        }

    def _missing(self, missing: dict[str, str]) -> list[dict[str, str]]:
        shown = [{"ticker": ticker, "why": why} for ticker, why in list(missing.items())[:MOST_MISSING_SHOWN]]
        rest = len(missing) - len(shown)
        return [*shown, {"ticker": "…", "why": f"{rest} more"}] if rest else shown

    def _notes(self, asked_days: int) -> list[str]:
        notes = []
        if len(self.days) < asked_days:
            notes.append(f"{asked_days} days were asked for, and these are all that the tickers have in common.")
        ends = {history.bars[-1].day for history in self.histories}
        if len(ends) > 1:
            shortest = min(self.histories, key=lambda history: history.bars[-1].day)
            notes.append(f"The last day is early because the prices of {shortest.ticker} end on {shortest.bars[-1].day}.")
        return notes


def common(histories: list[History], days: int) -> SeriesFile:
    """Return the last `days` days that all tickers have. Raises ToolError if there are fewer than two."""
    by_day = [{bar.day for bar in history.bars} for history in histories]
    shared = sorted(set.intersection(*by_day))[-days:]
    if len(shared) < FEWEST_DAYS:
        spans = [f"{h.ticker} {h.bars[0].day} to {h.bars[-1].day}" if h.bars else f"{h.ticker} none" for h in histories]
        raise ToolError(
            f"These tickers have {len(shared)} days in common, and a series needs {FEWEST_DAYS}: {'; '.join(spans)}. Leave out the "
            "tickers whose days don't overlap with the others', or ask for more days."
        )
    some = {day for days_of_one in by_day for day in days_of_one if shared[0] <= day <= shared[-1]}
    return SeriesFile(histories, shared, sorted(some - set(shared)))


def _of_whom(name: str, histories: list[History]) -> Any:
    """Return the value that all histories share. If they differ, return each value with its tickers."""
    tickers: dict[Any, list[str]] = {}
    for history in histories:
        tickers.setdefault(getattr(history, name), []).append(history.ticker)
    if len(tickers) == 1:
        return next(iter(tickers))
    return "; ".join(f"{value} ({', '.join(names)})" for value, names in tickers.items())
