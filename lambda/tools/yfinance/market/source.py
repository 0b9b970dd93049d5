"""Which source answers: what the setting `source` says, Yahoo by default."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from toolkit import setting

if TYPE_CHECKING:
    from market.history import History

FOLDER = Path(__file__).parent.parent


class Source(Protocol):
    """Where prices come from. Each method raises ToolError for what can't be had."""

    name: str

    def between(self, ticker: str, start_date: str | None, end_date: str | None, adjusted: bool) -> "History":
        """Daily prices, both days included."""

    def recent(self, ticker: str, period: str, interval: str, adjusted: bool) -> "History":
        """Prices of a period that ends with the last day there is."""

    def latest(self, tickers: list[str], days: int, adjusted: bool) -> tuple[list["History"], dict[str, str]]:
        """Daily prices of several tickers, enough for their last `days` common days; and, by ticker, why others can't be had."""

    def top_companies(self, kind: str, key: str) -> list[dict[str, Any]]:
        """The largest companies of a sector or an industry, the largest first."""


class UnknownSourceError(ValueError):
    """The setting `source` is none of those that tools.json allows."""


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
    # One for all tool uses, with its cookies. Only where it is needed: importing yfinance takes a good part of a cold start.
    from market.yahoo_session import YahooSession

    return YahooSession()
