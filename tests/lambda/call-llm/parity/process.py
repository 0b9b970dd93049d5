"""A caller in a process of its own, in the place of the handler that the tests call."""

import importlib
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("caller.py")
# For a test that brings no AWS of its own: nothing listens there.
NO_AWS = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}


class CallerProcessError(BaseException):
    """Nothing can be tried any more. No Exception, so that no test takes it for one of the caller's."""


class CallerProcess:
    """`handler` is called like that of the Lambda. `wanted` is what its package should have held and doesn't."""

    def __init__(self, calls: Any, results: Any) -> None:
        self.calls, self.results = calls, results
        self.wanted: list[str] = []

    def handler(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        environment = {name: value for name, value in os.environ.items() if _is_the_functions(name)}
        self._tell({"event": event, "environment": NO_AWS | environment})
        while "wants" in (said := self._heard()):
            self._tell(context.get_remaining_time_in_millis())
        self.wanted = said["wanted"]
        if "returned" in said:
            return said["returned"]
        raise _error(*said["raised"])

    def _heard(self) -> dict[str, Any]:
        line = self.results.readline()
        if not line:
            raise CallerProcessError("the process of the caller has ended: its standard error says why")
        return json.loads(line)

    def _tell(self, said: Any) -> None:
        self.calls.write(json.dumps(said) + "\n")
        self.calls.flush()


@contextmanager
def caller_process(python: str, paths: list[str]) -> Iterator[CallerProcess]:
    """paths: where this caller's modules are, and nothing else's."""
    (calls_in, calls_out), (results_in, results_out) = os.pipe(), os.pipe()
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(
        [python, "-S", PROGRAM, str(calls_in), str(results_out)], env=environment, cwd="/", pass_fds=(calls_in, results_out)
    )
    os.close(calls_in)
    os.close(results_out)
    with os.fdopen(calls_out, "w") as calls, os.fdopen(results_in) as results:
        yield CallerProcess(calls, results)
    process.wait(30)


def _is_the_functions(name: str) -> bool:
    return name.startswith(("AWS_", "LLM_")) or name.endswith("_API_KEY")


def _error(module: str, name: str, arguments: list[str], attributes: dict[str, Any]) -> Exception:
    """The same error here."""
    kind = getattr(importlib.import_module(module), name)
    error = kind.__new__(kind)
    error.args = tuple(arguments)
    vars(error).update(attributes)
    return error
