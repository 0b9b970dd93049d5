"""The tools of the Financial agent: prices, sectors and industries, from Yahoo Finance or from the bundled prices."""

import re
from pathlib import Path
from typing import Any

from market import sectors, series_file
from market.source import source
from toolkit import Result, ToolError, ToolUse, tool_handler

HERE = Path(__file__).parent
MOST_REASONS = 3
ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")


def get_ticker_data(ticker: str, start_date: str | None = None, end_date: str | None = None, adjusted: bool = True) -> Result:
    return source().between(_symbol(ticker), start_date, end_date, adjusted).answer()


def get_ticker_recent_history(ticker: str, period: str = "1mo", interval: str = "1d", adjusted: bool = True) -> Result:
    return source().recent(_symbol(ticker), period, interval, adjusted).answer()


def list_industries(sector_key: str) -> dict[str, Any]:
    return sectors.industries(sector_key)


def top_sector_companies(sector_key: str) -> dict[str, Any]:
    return _top("sector", sectors.sector(sector_key))


def top_industry_companies(industry_key: str) -> dict[str, Any]:
    return _top("industry", sectors.industry(industry_key))


def download_tickers_data(tickers: list[str], days: int, adjusted: bool = True, *, use: ToolUse) -> dict[str, Any]:
    symbols = list(dict.fromkeys(_symbol(ticker) for ticker in tickers))
    histories, missing = source().latest(symbols, days, adjusted)
    if not histories:
        raise ToolError(" ".join(["None of these tickers can be had.", *list(missing.values())[:MOST_REASONS]]))
    return series_file.common(histories, days).store(use, missing, days)


def _top(kind: str, key: str) -> dict[str, Any]:
    asked = source()
    companies = asked.top_companies(kind, key)
    if not companies:
        raise ToolError(f"Yahoo Finance names no companies of the {kind} {key}.")
    return {f"{kind}_key": key, "source": asked.name, "companies": companies}


def _symbol(ticker: str) -> str:
    """Return the ticker as Yahoo writes it. Raises ToolError for an ISIN, which yfinance would replace by a ticker."""
    symbol = ticker.strip().upper()
    if ISIN.fullmatch(symbol):
        raise ToolError(f"{ticker!r} is an ISIN. Give the ticker symbol, as AAPL.")
    return symbol


handler = tool_handler(
    HERE / "tools.json",
    get_ticker_data,
    get_ticker_recent_history,
    list_industries,
    top_sector_companies,
    top_industry_companies,
    download_tickers_data,
)
