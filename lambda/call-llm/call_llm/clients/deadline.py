"""Limits the time of a call."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

SECONDS_TO_CONNECT = 10
# A timeout of httpx is the better end, because it stops the request. So it gets this much time to come first.
SECONDS_OF_GRACE = 1


class TimeLimitError(Exception):
    """The call has not ended in its time."""


def timeout(kind: Callable[..., Any], seconds: float) -> Any:
    """Return the timeout for connecting and for each wait for data. kind: the class Timeout of httpx or of an SDK."""
    return kind(seconds, connect=min(seconds, SECONDS_TO_CONNECT))


def call_within(seconds: float, call: Callable[[], Any]) -> Any:
    """Return the call's result or raise its error. Raises TimeLimitError when the time is up. The call goes on in its thread then.

    httpx limits each wait for data and not their sum. Some providers send a blank line now and then while their model works.
    """
    answer: Future[Any] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    if not wait([answer], seconds + SECONDS_OF_GRACE).done:
        raise TimeLimitError
    return answer.result()
