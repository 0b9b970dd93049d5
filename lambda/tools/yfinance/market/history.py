"""The prices of one ticker, and the answer that a model reads."""

from dataclasses import dataclass
from typing import Any

from toolkit import Result, Stored, ToolError

PREVIEW_ROWS = 5
"""The rows of a preview at each end."""
DIGITS = 7
"""The significant digits of a price. Yahoo's prices are 32-bit floats: 189.7 comes as 189.6999969482422."""
CSV = "text/csv; charset=utf-8"
OPTIONAL = ("open", "high", "low", "volume")


@dataclass(frozen=True)
class Bar:
    """The prices of an interval, like a day, a week or some minutes. None is a price that the source doesn't have."""

    time: str
    """The start of the interval: a day, like 2013-01-31, or a time with its zone, like 2013-01-31T09:30:00-05:00."""
    close: float
    open: float | None = None
    high: float | None = None
    low: float | None = None
    volume: int | None = None

    @property
    def day(self) -> str:
        return self.time[:10]


@dataclass(frozen=True)
class History:
    ticker: str
    source: str
    currency: str | None
    adjusted: bool
    """True if the prices are adjusted for both splits and dividends."""
    adjustment: str
    """The kind of adjustment, in words."""
    interval: str
    bars: tuple[Bar, ...]
    left_out: int = 0
    """The number of intervals that the source lists without a close."""
    time_zone: str | None = None
    as_of: str | None = None
    """The last day that the source has, if a period was counted back from it."""
    notes: tuple[str, ...] = ()

    def answer(self) -> Result:
        """Return the tool's result. Raises ToolError if there are no prices at all."""
        if not self.bars:
            raise ToolError(f"There are no prices of {self.ticker} in that time. {' '.join(self.notes)}".strip())
        columns = [
            "time",
            *(name for name in OPTIONAL[:3] if self._has(name)),
            "close",
            *(["volume"] if self._has("volume") else []),
        ]
        rows = [[getattr(bar, name) for name in columns] for bar in self.bars]
        said = self._said(columns)
        ends = {"first_rows": rows[:PREVIEW_ROWS], "last_rows": rows[-PREVIEW_ROWS:]}
        return Result(said | {"rows": rows}, preview=said | ends, stored=Stored(".csv", CSV, _csv(columns, rows)))

    def _has(self, name: str) -> bool:
        return any(getattr(bar, name) is not None for bar in self.bars)

    def _said(self, columns: list[str]) -> dict[str, Any]:
        first, last = self.bars[0], self.bars[-1]
        lowest, highest = (which(self.bars, key=lambda bar: bar.close) for which in (min, max))
        return {
            "ticker": self.ticker,
            "source": self.source,
            "currency": self.currency,
            "adjusted": self.adjusted,
            "adjustment": self.adjustment,
            "interval": self.interval,
            **({"time_zone": self.time_zone} if self.time_zone else {}),
            **({"as_of": self.as_of} if self.as_of else {}),
            "first_day": first.day,
            "last_day": last.day,
            "points": len(self.bars),
            "left_out": self.left_out,
            "first_close": first.close,
            "last_close": last.close,
            **self._change(),
            "lowest_close": {"time": lowest.time, "close": lowest.close},
            "highest_close": {"time": highest.time, "close": highest.close},
            **({"notes": list(self.notes)} if self.notes else {}),
            "columns": columns,
        }

    def _change(self) -> dict[str, Any]:
        """Return the change from the first close to the last. It is None with a reason if it has no meaning."""
        first, last = self.bars[0].close, self.bars[-1].close
        if len(self.bars) == 1:
            return {"change_percent": None, "reason": "change_percent: there is one price, and a change needs two"}
        if first <= 0:
            words = f"change_percent: the first close, {first:g}, isn't above 0, so nothing is a percentage of it"
            return {"change_percent": None, "reason": words}
        return {"change_percent": round((last / first - 1) * 100, 2)}


def _csv(columns: list[str], rows: list[list[Any]]) -> bytes:
    """Return CSV with a header. A missing value is an empty cell."""
    lines = [columns, *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    return "".join(f"{','.join(line)}\n" for line in lines).encode()


def price(number: float) -> float:
    """Round a price to its significant digits."""
    return float(f"{number:.{DIGITS}g}")
