"""The prices tool as it is packaged, its calls, and the mock service for Yahoo that it can be pointed to."""

import json
import logging
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mock_yahoo import MockYahoo, serving


@pytest.fixture
def call(tool_function, monkeypatch):
    """Calls a tool; returns its content and whether it is an error. The source is `bundled`, if no test says otherwise."""
    monkeypatch.setenv("SETTING_SOURCE", "bundled")

    def invoke(name, run=None, **input):
        event = {"id": "toolu_1", "name": name, "input": input, **({"run": run} if run else {})}
        result = tool_function("yfinance").handler(event, None)
        return result["content"], result["is_error"]

    return invoke


@pytest.fixture
def ask(call):
    """The parsed result of a call that has to succeed. It has to be JSON without NaN."""

    def ask(name, **input):
        content, is_error = call(name, **input)
        assert not is_error, content
        return json.loads(content, parse_constant=pytest.fail)

    return ask


@pytest.fixture
def refused(call):
    """The error of a call that has to fail."""

    def refused(name, **input):
        content, is_error = call(name, **input)
        assert is_error, content
        return content

    return refused


@pytest.fixture
def run(bucket):
    return {"execution": "e", "agent": "financial", "results": {"bucket": bucket, "prefix": "runs/e/"}}


@pytest.fixture
def prices(tool_function):
    """Asks the bundled database itself."""
    path = Path(tool_function("yfinance").__file__).parent / "prices.sqlite"
    with closing(sqlite3.connect(path)) as database:
        yield lambda sql, *values: database.execute(sql, values).fetchall()


@pytest.fixture
def yahoo(tool_function, call, tmp_path, monkeypatch):
    """A mock service for Yahoo, and a source `yahoo` that asks it: yfinance itself, on a session that changes the host."""
    tool_function("yfinance")
    import market.source
    import market.yahoo
    import yfinance
    from market.yahoo_session import YahooSession

    mock_service = MockYahoo()

    class ToTheMockService(YahooSession):
        def request(self, method, url, **settings):
            return super().request(method, url.replace("https://", f"{mock_service.url}/"), **settings)

    _forget(yfinance)
    yfinance.set_tz_cache_location(str(tmp_path))
    logging.getLogger("curl_cffi").setLevel(logging.CRITICAL)
    session = ToTheMockService()
    monkeypatch.setattr(market.source, "_session", lambda: session)
    monkeypatch.setenv("SETTING_SOURCE", "yahoo")
    with serving(mock_service):
        yield mock_service
    session.close()


def _forget(yfinance):
    """What yfinance keeps in memory: the session, cookies, and answers of times that are past."""
    yfinance.data.SingletonMeta._instances.clear()
    yfinance.data.YfData.cache_get.cache_clear()
    yfinance.base._tz_info_fetch_ctr = 0
