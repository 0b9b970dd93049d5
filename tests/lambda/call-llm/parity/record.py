"""Runs the cases of the caller's tests with a caller in a process of its own, and records what goes over the wire and comes back.

`python record.py RECORD PYTHON PATH …` writes a JSON object: for each case, by its name, all that happened in it, in order.
Every test that calls the caller is a case.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

# These take the time that they are about: one provider is enough.
WAITS = ("does_not_answer_in_time", "keeps_the_connection_alive", "has_left_is_the_most", "has_died_since")
# Files that look into the process that they run in, or that do what others do.
NOT_RECORDED = (
    "test_priming",
    "test_quiet",
    "test_service_account",
    "test_keys_in_answers",
    "test_native",
    "test_sdk_types",
    "test_features",
)
ROOT = Path(__file__).parents[4]
# Whether a case passes is said elsewhere; here it only has to happen.
OPTIONS = ("--rootdir", str(ROOT), "-qq", "--tb=no", "--no-summary", *(f"-pno:{name}" for name in ("cacheprovider", "logging")))
CASES = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from process import CallerProcess, caller_process  # noqa: E402

from local import loopback_server  # noqa: E402


class Recorder:
    """A plugin of pytest, which the fixture `handler` looks for by its name."""

    __name__ = "caller-process"

    def __init__(self, caller: CallerProcess) -> None:
        self.caller = caller
        self.cases: dict[str, list[Any]] = {}
        self.case: list[Any] = []

    def handler(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            returned = self.caller.handler(event, context)
        except Exception as error:
            self.case.append({"raised": [type(error).__name__, [str(arg) for arg in error.args], vars(error)]})
            raise
        self.case.append({"returned": returned})
        return returned

    def request(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.case.append({"request": [method, path, headers, body.decode("utf-8", "backslashreplace")]})

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if _is_recorded(item)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self.case = self.cases.setdefault(item.nodeid, [])
        return (yield)


def _is_recorded(item: pytest.Item) -> bool:
    waits = any(name in item.name for name in WAITS) and not item.name.endswith("[anthropic]")
    return "handler" in item.fixturenames and item.path.stem not in NOT_RECORDED and not waits


class RecordedHandler(loopback_server.Handler):
    """Of a provider's server: what came in, before anything is made of it."""

    recorder: Recorder

    def do_POST(self) -> None:
        whole = self.rfile
        body = whole.read(int(self.headers.get("content-length") or 0))
        self.recorder.request(self.command, self.path, self.headers.items(), body)
        self.rfile = io.BytesIO(body)
        try:
            super().do_POST()
        finally:
            self.rfile = whole


def main(record: str, python: str, *paths: str) -> int:
    with caller_process(python, list(paths)) as caller:
        recorder = RecordedHandler.recorder = Recorder(caller)
        loopback_server.Handler = RecordedHandler
        status = pytest.main([str(CASES), *OPTIONS], plugins=[recorder])
        Path(record).write_text(json.dumps({"cases": recorder.cases, "wanted": caller.wanted}))
    return int(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
