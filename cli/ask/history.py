"""Read the history of a run while it grows: every event once, however long the run is."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

# A small page, because each look reads the last page again: GetExecutionHistory gives no other bookmark than its token.
PAGE = 50

# Seconds between two looks. They are short while something happens, and longer while the model thinks.
FIRST_PAUSE, LONGEST_PAUSE, PAUSE_GROWTH = 0.2, 2.0, 1.4


class History:
    """Reads the events of one execution, page by page."""

    def __init__(self, step_functions: Any, execution_arn: str) -> None:
        self._client = step_functions
        self._arn = execution_arn
        self._page_token: str | None = None
        self._last_id = 0

    def new_events(self) -> Iterator[list[dict[str, Any]]]:
        """Yield the events since the last look, a list for each page. It ends at the present end of the history."""
        while True:
            page = self._page()
            fresh = [event for event in page["events"] if event["id"] > self._last_id]
            if fresh:
                self._last_id = fresh[-1]["id"]
                yield fresh
            if not page.get("nextToken"):
                return
            self._page_token = page["nextToken"]

    def _page(self) -> dict[str, Any]:
        get: Callable[..., dict[str, Any]] = partial(
            self._client.get_execution_history, executionArn=self._arn, maxResults=PAGE, includeExecutionData=True
        )
        if self._page_token is None:
            return get()
        try:
            return get(nextToken=self._page_token)
        except ClientError as error:
            if error.response["Error"].get("Code") != "InvalidToken":
                raise
            # Tokens live for a day. Start over; the ids tell which events are known.
            self._page_token = None
            return get()


def pauses() -> Iterator[float]:
    """Yield the seconds to wait before each look while nothing is new. Start again after each event."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * PAUSE_GROWTH, LONGEST_PAUSE)
