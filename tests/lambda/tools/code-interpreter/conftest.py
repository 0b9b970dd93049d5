"""The code interpreter as it is packaged, and its calls."""

import json

import pytest


@pytest.fixture
def run_for(bucket):
    return {"execution": "e", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/e/"}}


@pytest.fixture
def call(tool_function, run_for, sandbox_variables, monkeypatch):
    """Runs code as the tool does; returns the whole tool result."""
    for name, value in sandbox_variables.items():
        monkeypatch.setenv(name, value)

    def invoke(code, run=run_for, files=None):
        given = {"code": code, **({"files": files} if files else {})}
        event = {"id": "toolu_1", "name": "execute_python", "input": given, **({"run": run} if run else {})}
        return tool_function("code-interpreter").handler(event, None)

    return invoke


@pytest.fixture
def python(call):
    """The content of a call that has to succeed."""

    def run(code, files=None):
        result = call(code, files=files)
        assert not result["is_error"], result["content"]
        return json.loads(result["content"])

    return run


@pytest.fixture
def fails(call):
    """The content of a call that has to fail, in a way that the model gets to know."""

    def run(code):
        result = call(code)
        assert result["is_error"], result["content"]
        return json.loads(result["content"])

    return run
