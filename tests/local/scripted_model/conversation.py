"""A conversation that the tests of the dialects play."""

from local.scripted_model.conversations import Text, ToolUse

QUESTION = "How many players are there?"


def count_players(question):
    """Two tools at once, then words, then a repair, then the answer."""
    [schema, count] = yield [Text("Let me look."), ToolUse("get_db_schema", {}), ToolUse("execute_sql_query", {"sql_query": "x"})]
    answer = f"{question} {schema.content} {count.content} {count.is_error}"
    yield [ToolUse("final_answer", {"answer": answer, "queries": [], "charts": []})]


def broken(question):
    yield [Text("Let me look.")]
    raise KeyError("rows")
