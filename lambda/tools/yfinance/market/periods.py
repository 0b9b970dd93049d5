"""Checks days, periods and intervals, and counts a period back from a day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit import ToolError

MONTHS = {"1mo": 1, "3mo": 3, "6mo": 6, "1y": 12, "2y": 24, "5y": 60, "10y": 120}
DAYS = {"1d": 1, "5d": 5}
"""Periods in trading days, as Yahoo counts them."""
PERIODS = (*DAYS, *MONTHS, "ytd", "max")

LONG_INTERVALS = ("1d", "1wk", "1mo", "3mo")
# Yahoo keeps prices within a day for a limited time: 7 days by the minute, 60 days up to 90 minutes, 730 days by the hour.
# https://ranaroussi.github.io/yfinance/reference/yfinance.price_history.html, and Yahoo's answers to longer periods.
INTRADAY_PERIODS = {
    "1m": ("1d", "5d"),
    **dict.fromkeys(("2m", "5m", "15m", "30m", "90m"), ("1d", "5d", "1mo")),
    **dict.fromkeys(("60m", "1h"), ("1d", "5d", "1mo", "3mo", "6mo", "1y", "2y")),
}
INTERVALS = (*INTRADAY_PERIODS, *LONG_INTERVALS)


@dataclass(frozen=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


def span(start_date: str | None, end_date: str | None, last: date, today: date) -> Span:
    """Return the days that were asked for. Raises ToolError if they can't be read, are in the future or in the wrong order.

    start_date: by default a year before the end.
    end_date: by default `last`.
    last: the last day that may have prices.
    """
    end = day(end_date, "end_date") if end_date else None
    start = day(start_date, "start_date") if start_date else None
    for given, name in ((start, "start_date"), (end, "end_date")):
        if given and given > today:
            raise ToolError(f"{name} is {given}, which is in the future: today is {today}. Give {today} or a day before it.")
    if start and end and start > end:
        raise ToolError(f"start_date {start} is after end_date {end}. Give them the other way round; both days are included.")
    end = end or (today if start and start > last else last)
    return Span(start or months_before(end, 12), end)


def day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ToolError(f"{name} is {text!r}, and there is no such day ({wrong}). Write it as 2013-01-31.") from wrong


def check(period: str, interval: str) -> None:
    """Raise ToolError for a period that is too long for its interval."""
    allowed = INTRADAY_PERIODS.get(interval, PERIODS)
    if period not in allowed:
        wider = [each for each, periods in INTRADAY_PERIODS.items() if period in periods] + list(LONG_INTERVALS)
        raise ToolError(
            f"There are no prices of period {period!r} by interval {interval!r}. "
            f"For {interval} period can be: {', '.join(allowed)}. For {period} interval can be: {', '.join(wider)}."
        )


def first_day(period: str, last: date, trading_days: list[date]) -> date:
    """Return the first day of a period that ends with `last`. trading_days: all trading days up to `last`, in order."""
    if period in DAYS:
        return trading_days[-DAYS[period] :][0]
    if period in MONTHS:
        return months_before(last, MONTHS[period])
    return date(last.year, 1, 1) if period == "ytd" else trading_days[0]


def months_before(given: date, months: int) -> date:
    """Return the same day some months before, or the last day of that month if it is shorter. No date is before the year 1."""
    year, month = divmod(given.year * 12 + given.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(given.day, calendar.monthrange(year, month + 1)[1]))


def first_of(given: date, interval: str) -> date:
    """Return the first day of the week, month or quarter that a day lies in. Yahoo gives the interval this day as its time."""
    if interval == "1wk":
        return given - timedelta(days=given.weekday())
    if interval == "1mo":
        return given.replace(day=1)
    return given.replace(month=(given.month - 1) // 3 * 3 + 1, day=1) if interval == "3mo" else given
