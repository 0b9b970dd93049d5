"""A mock service for Yahoo Finance on this machine: it answers in the shapes of Yahoo's chart (v8) and sector addresses.

Every price and name in it is made up by the tests. It is how yfinance's own reading of Yahoo's answers is tested where there is no
Yahoo; it proves nothing about what Yahoo has.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

QUOTES = ("open", "high", "low", "close", "volume")
RANGES = ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"]
NOT_FOUND = {"chart": {"result": None, "error": {"code": "Not Found", "description": "No data found, symbol may be delisted"}}}
TOO_MANY = "Edge: Too Many Requests"


@dataclass
class Chart:
    """What the mock service has of one ticker: rows of (unix time, open, high, low, close, volume, adjusted close)."""

    rows: list[tuple[Any, ...]]
    currency: str = "USD"
    time_zone: str = "America/New_York"
    sessions: list[tuple[int, int]] = field(default_factory=list)
    """Start and end of regular trading, for prices within a day."""

    def answer(self, ticker: str, query: dict[str, str]) -> dict[str, Any]:
        rows = self.rows
        if "period1" in query:
            rows = [row for row in rows if int(query["period1"]) <= row[0] < int(query["period2"])]
        meta = {
            "currency": self.currency,
            "symbol": ticker,
            "instrumentType": "EQUITY",
            "exchangeTimezoneName": self.time_zone,
            "gmtoffset": -18000,
            "priceHint": 2,
            "dataGranularity": query["interval"],
            "range": query.get("range", ""),
            "validRanges": RANGES,
        }
        if self.sessions:
            meta["tradingPeriods"] = [
                [{"timezone": "EST", "start": start, "end": end, "gmtoffset": -18000}] for start, end in self.sessions
            ]
        result: dict[str, Any] = {"meta": meta, "indicators": {"quote": [{}]}}
        if rows:
            columns = list(zip(*rows, strict=True))
            result["timestamp"] = list(columns[0])
            result["indicators"]["quote"] = [dict(zip(QUOTES, map(list, columns[1:6]), strict=True))]
            if query["interval"].endswith(("d", "wk", "mo")):
                result["indicators"]["adjclose"] = [{"adjclose": list(columns[6])}]
        return {"chart": {"result": [result], "error": None}}


@dataclass
class MockYahoo:
    charts: dict[str, Chart] = field(default_factory=dict)
    domains: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Companies by "sectors/technology" or "industries/semiconductors"."""
    status: int = 200
    """What every chart and domain is answered with, if it is no 200."""
    page: str | None = None
    """What every chart is answered with instead of JSON."""
    asked: list[str] = field(default_factory=list)
    """The addresses of all requests, in order."""
    url: str = ""

    def charts_asked(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(urlsplit(each).query)) for each in self.asked if "/v8/finance/chart/" in each]

    def respond(self, address: str) -> tuple[int, Any]:
        self.asked.append(address)
        url = urlsplit(address)
        _, _host, path = f"{url.path}/".split("/", 2)
        path = path.removesuffix("/")
        if path == "v1/test/getcrumb":
            return 200, "mock-crumb"
        if path.startswith("v8/finance/chart/"):
            if self.status != 200:
                return self.status, TOO_MANY
            if self.page is not None:
                return 200, self.page
            ticker = unquote(path.removeprefix("v8/finance/chart/"))
            chart = self.charts.get(ticker)
            return (200, chart.answer(ticker, dict(parse_qsl(url.query)))) if chart else (404, NOT_FOUND)
        if path.startswith("v1/finance/"):
            key = path.removeprefix("v1/finance/")
            if self.status != 200:
                return self.status, TOO_MANY
            data = {"name": key, "topCompanies": self.domains.get(key), "topPerformingCompanies": [], "topGrowthCompanies": []}
            return (200, {"data": data}) if key in self.domains else (404, "{}")
        return 404, ""


@contextmanager
def serving(mock_service: MockYahoo) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = mock_service.respond(self.path)
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("content-type", "text/html" if isinstance(body, str) else "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    mock_service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
