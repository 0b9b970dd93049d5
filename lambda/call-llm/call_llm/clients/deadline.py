"""A call that ends in time."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

SECONDS_TO_CONNECT = 10
# Where a limit of httpx's comes in time, it is the better end: nothing goes on behind it.
SECONDS_OF_GRACE = 1


class TimeLimitError(Exception):
    """A call is still going on after its time."""


def timeout(kind: Callable[..., Any], seconds: float) -> Any:
    """For connecting, and for each wait for data. kind: the Timeout of httpx, or of an SDK's own copy of it."""
    return kind(seconds, connect=min(seconds, SECONDS_TO_CONNECT))


def call_within(seconds: float, call: Callable[[], Any]) -> Any:
    """What the call returns or raises. Raises TimeLimitError when its time is up, and leaves it to itself then.

    httpx limits each wait for data and not their sum, and some providers send a blank line now and then while their model works.
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
