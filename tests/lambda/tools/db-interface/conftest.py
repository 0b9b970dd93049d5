"""The database tools as they are packaged, and their calls."""

import json
import sqlite3

import pytest


@pytest.fixture
def call(tool_function):
    """Calls a tool; returns its content and whether it is an error."""

    def invoke(name, input=None, run=None):
        event = {"id": "toolu_1", "name": name, "input": input or {}, **({"run": run} if run else {})}
        result = tool_function("db-interface").handler(event, None)
        return result["content"], result["is_error"]

    return invoke


@pytest.fixture
def select(call):
    """The parsed result of a query, which has to succeed."""

    def run(sql):
        content, is_error = call("execute_sql_query", {"sql_query": sql})
        assert not is_error, content
        return json.loads(content)

    return run


@pytest.fixture
def refused(call):
    """The error of a query, which has to fail."""

    def run(sql):
        content, is_error = call("execute_sql_query", {"sql_query": sql})
        assert is_error, content
        return content

    return run


@pytest.fixture
def database(tool_function):
    """Rows of the database, asked for without the tool."""
    connection = sqlite3.connect(tool_function("db-interface").DATABASE)
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()
