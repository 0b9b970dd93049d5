"""The errors that an HTTP task ends with, under the names that Retry and Catch know."""


class HttpTaskError(Exception):
    """An HTTP task failed. `error` and `cause` are those of the state; the cause holds no credential."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(f"{error}: {cause}")
        self.error = error
        self.cause = cause


def runtime(cause: str) -> HttpTaskError:
    """Return the error of arguments or an answer that AWS doesn't take. Nothing catches it, and the run ends."""
    return HttpTaskError("States.Runtime", cause)


def socket(cause: str) -> HttpTaskError:
    return HttpTaskError("States.Http.Socket", cause)


def connection(kind: str, cause: str) -> HttpTaskError:
    """Return an error of the EventBridge connection, as the end of AWS's page lists them."""
    return HttpTaskError(f"Events.ConnectionResource.{kind}", cause)
