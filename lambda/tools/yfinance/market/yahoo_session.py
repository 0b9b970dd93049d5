"""The connection to Yahoo. Every request of a tool use ends before the function's time is up, so that the model reads why."""

import time
from typing import Any

from curl_cffi import requests

SECONDS_OF_ONE_REQUEST = 10


class YahooSession(requests.Session):
    """What yfinance makes for itself (Yahoo refuses clients that don't look like a browser), with a deadline."""

    def __init__(self) -> None:
        super().__init__(impersonate="chrome")
        self.deadline = 0.0

    def start(self, seconds: float) -> None:
        """From now on, requests end within so many seconds."""
        self.deadline = time.monotonic() + seconds

    def left(self) -> float:
        return self.deadline - time.monotonic()

    def request(self, method: str, url: str, **settings: Any) -> Any:
        """Raises curl_cffi's Timeout when no time is left. yfinance's own time-outs are 10 to 30 seconds, one after another."""
        if self.left() <= 0:
            raise requests.exceptions.Timeout("the time for asking Yahoo is up")
        return super().request(method, url, **{**settings, "timeout": min(SECONDS_OF_ONE_REQUEST, self.left())})
