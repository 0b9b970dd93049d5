"""Questions with too many rows for a conversation. SQL stores them as a file, and execute_python reads it by its link."""

from agents.sql import SQL
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation
from local.scripted_model.conversations.sql.words import final, query, read_python, read_table

NAME = "seasons.csv"

PEAK_AGE = """\
import matplotlib.pyplot as plt
import pandas as pd

seasons = pd.read_csv("seasons.csv")
by_age = seasons.groupby("age").agg(players=("hits", "size"), hits=("hits", "sum"), at_bats=("at_bats", "sum"))
by_age = by_age[by_age.players >= 100]
average = by_age.hits / by_age.at_bats
plt.figure(figsize=(9, 5))
plt.plot(average.index, average, marker="o", color="#1f4e79")
plt.title("Batting average by age (seasons of 300 at bats or more)")
plt.xlabel("Age")
plt.ylabel("Batting average")
print(len(seasons), int(average.idxmax()), f"{average.max():.4f}", int(average.idxmin()), f"{average.min():.4f}")
"""


@conversation(SQL.questions[3], "At what age do batters hit best?", agent="sql")
def peak_age(question: str) -> Conversation:
    """Pass the rows from SQL to the chart by {bucket, key}. Only the rows of the preview are in a message."""
    sql = (
        "SELECT playerID, yearID, yearID - birthYear AS age, SUM(H) AS hits, SUM(AB) AS at_bats FROM Batting "
        "JOIN People USING (playerID) WHERE birthYear IS NOT NULL GROUP BY playerID, yearID HAVING at_bats >= 300"
    )
    yield [Text("I look at the schema first."), ToolUse("get_db_schema", {})]
    [result] = yield [Text("Every full season of every batter, with the age."), query(sql)]
    table = read_table(result)
    if table.link is None:
        raise UnusableResultError("the seasons were not stored as a file")
    files = [{**table.link, "name": NAME}]
    [result] = yield [
        Text(f"{table.total_rows} seasons are in a file now. Python reads it and averages by age."),
        ToolUse("execute_python", {"code": PEAK_AGE, "files": files}),
    ]
    calculated = read_python(result)
    try:
        seasons, best, highest, worst, lowest = calculated["stdout"].split()
    except ValueError as wrong:
        raise UnusableResultError(f"the code printed something unexpected: {calculated['stdout'][:300]}") from wrong
    yield final(
        f"Batters hit best at the age of {best}, with an average of {_thousandths(highest)}, and worst at {worst}, with "
        f"{_thousandths(lowest)}: {int(seasons):,} seasons of 300 at bats or more, of ages that at least 100 batters played at.",
        sql,
        charts=calculated["figures"],
    )


def _thousandths(average: str) -> str:
    return f"{float(average):.3f}"
