"""Chooses the source by the setting `source`. The default is Yahoo."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from toolkit import setting

if TYPE_CHECKING:
    from market.history import History

FOLDER = Path(__file__).parent.parent


class Source(Protocol):
    """A source of prices. Each method raises ToolError if the source doesn't have the prices."""

    name: str

    def between(self, ticker: str, start_date: str | None, end_date: str | None, adjusted: bool) -> "History":
        """Return daily prices, both days included."""

    def recent(self, ticker: str, period: str, interval: str, adjusted: bool) -> "History":
        """Return the prices of a period that ends with the source's last day."""

    def latest(self, tickers: list[str], days: int, adjusted: bool) -> tuple[list["History"], dict[str, str]]:
        """Return daily prices of several tickers, enough for their last `days` common days, and the reason for each missing one."""

    def top_companies(self, kind: str, key: str) -> list[dict[str, Any]]:
        """Return the largest companies of a sector or an industry, the largest first. kind: "sector" or "industry"."""


class UnknownSourceError(ValueError):
    """The setting `source` has a value that tools.json doesn't allow."""


def source() -> Source:
    today = datetime.now(UTC).date()
    chosen = setting("source") or "yahoo"
    if chosen == "bundled":
        from market.bundled import Bundled

        return Bundled(FOLDER, today)
    if chosen == "yahoo":
        from market.yahoo import Yahoo

        return Yahoo(_session(), today)
    raise UnknownSourceError(f"the setting source is {chosen!r}; allowed are yahoo and bundled")


@cache
def _session() -> Any:
    # All tool uses share one session with its cookies. It is imported only here: yfinance takes a good part of a cold start.
    from market.yahoo_session import YahooSession

    return YahooSession()
