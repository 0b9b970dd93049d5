"""The connection to Yahoo. Every request of a tool use ends before the function's timeout, so that the model reads the reason."""

import time
from typing import Any

from curl_cffi import requests

SECONDS_OF_ONE_REQUEST = 10


class YahooSession(requests.Session):  # type: ignore[misc]  # curl_cffi is in the tool's own lock, and not in .venv.
    """A session like yfinance's own, with a deadline. It impersonates a browser, because Yahoo refuses other clients."""

    def __init__(self) -> None:
        super().__init__(impersonate="chrome")
        self.deadline = 0.0

    def start(self, seconds: float) -> None:
        """Let all requests from now on end within that many seconds."""
        self.deadline = time.monotonic() + seconds

    def left(self) -> float:
        return self.deadline - time.monotonic()

    def request(self, method: str, url: str, **settings: Any) -> Any:
        """Send a request. Raises curl_cffi's Timeout if no time is left.

        yfinance's own timeouts would be 10 to 30 seconds for each request.
        """
        if self.left() <= 0:
            raise requests.exceptions.Timeout("the time for asking Yahoo is up")
        return super().request(method, url, **{**settings, "timeout": min(SECONDS_OF_ONE_REQUEST, self.left())})
