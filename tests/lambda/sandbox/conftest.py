"""The sandbox's interpreter, as it is packaged."""

from dataclasses import replace

import pytest


@pytest.fixture
def execute(sandbox_package):
    """Runs code within other limits than the sandbox's; returns how it ended and what it left."""
    from interpreter.execution import execute
    from interpreter.limits import Limits

    return lambda code, **limits: execute(code, replace(Limits(), **limits))


@pytest.fixture
def answer(execute):
    """Runs code; returns the texts that came of it."""

    def run(code):
        ended, found = execute(code)
        return {"stdout": ended.stdout, "stderr": ended.stderr, "value": found.value, "error": found.error, "notes": found.notes}

    return run


@pytest.fixture
def python(answer):
    """The texts of code that has to succeed."""

    def run(code):
        found = answer(code)
        assert found["error"] is None, found
        return found

    return run


@pytest.fixture
def fails(answer):
    """The texts of code that has to fail."""

    def run(code):
        found = answer(code)
        assert found["error"] is not None, found
        return found

    return run
