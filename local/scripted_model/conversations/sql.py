"""Conversations of the SQL agent."""

import json

from local.scripted_model.conversations.script import Conversation, ToolUse, conversation, script


def in_words(text: str) -> ToolUse:
    return ToolUse("final_answer", {"answer": text, "queries": [], "charts": []})


script("sql", in_words)


@conversation("Who hit the most home runs in a career?", agent="sql")
def most_home_runs(question: str) -> Conversation:
    query = (
        "SELECT nameFirst || ' ' || nameLast AS player, SUM(HR) AS home_runs FROM Batting JOIN People USING (playerID) "
        "GROUP BY playerID ORDER BY home_runs DESC LIMIT 1"
    )
    yield [ToolUse("get_db_schema", {})]
    [result] = yield [ToolUse("execute_sql_query", {"sql_query": query})]
    [[player, home_runs]] = json.loads(result.content)["rows"]
    answer = f"{player} hit the most home runs in a career: {home_runs}."
    yield [ToolUse("final_answer", {"answer": answer, "queries": [query], "charts": []})]
