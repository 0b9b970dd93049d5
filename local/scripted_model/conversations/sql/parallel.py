"""Conversations with several tool calls in one turn."""

from agents.sql import SQL
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation
from local.scripted_model.conversations.sql.words import final, query, read_table

CAREER = """\
SELECT nameFirst || ' ' || nameLast AS player, COUNT(DISTINCT yearID) AS seasons, SUM(H) AS hits, SUM(HR) AS home_runs,
       ROUND(1.0 * SUM(H) / SUM(AB), 3) AS average,
       ROUND(1.0 * (SUM(H) + SUM(BB) + SUM(COALESCE(HBP, 0)))
             / (SUM(AB) + SUM(BB) + SUM(COALESCE(HBP, 0)) + SUM(COALESCE(SF, 0))), 3) AS on_base
FROM Batting JOIN People USING (playerID)
WHERE nameFirst = '{first}' AND nameLast = '{last}'
GROUP BY playerID ORDER BY hits DESC LIMIT 1"""


@conversation(SQL.questions[2], "Compare Ted Williams and Joe DiMaggio.", agent="sql")
def williams_and_dimaggio(question: str) -> Conversation:
    queries = [CAREER.format(first=first, last=last) for first, last in (("Ted", "Williams"), ("Joe", "DiMaggio"))]
    yield [ToolUse("get_db_schema", {})]
    results = yield [Text("Two players, two queries at once."), *map(query, queries)]
    one, other = (read_table(result).first() for result in results)
    lines = [
        f"{row['player']}: average {row['average']:.3f}, on base {row['on_base']:.3f}, {row['hits']} hits and "
        f"{row['home_runs']} home runs in {row['seasons']} seasons"
        for row in (one, other)
    ]
    ahead = [
        f"{max((one, other), key=lambda row: row[column])['player']} in {words}"
        for column, words in (("average", "batting average"), ("on_base", "getting on base"), ("home_runs", "home runs"))
    ]
    yield final(f"{'; '.join(lines)}. Ahead: {', '.join(ahead)}.", *queries)
