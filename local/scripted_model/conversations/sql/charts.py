"""Questions whose answer has a chart or a calculation. Rows from SQL go into the code that execute_python runs."""

from agents.sql import SQL
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation
from local.scripted_model.conversations.sql.words import final, query, read_number, read_python, read_table

BAR_CHART = """\
import matplotlib.pyplot as plt

decades = {decades}
home_runs = {home_runs}
plt.figure(figsize=(9, 5))
bars = plt.bar([f"{{decade}}s" for decade in decades], home_runs, color="#1f4e79")
plt.bar_label(bars, fmt="%.2f", padding=2, fontsize=8)
plt.title("Home runs per game, by decade (American and National League)")
plt.ylabel("Home runs per game, both teams")
plt.xticks(rotation=45)
plt.margins(y=0.1)
"""

SCATTER = """\
import matplotlib.pyplot as plt
import numpy as np

heights = np.array({heights})
rates = np.array({rates})
players = np.array({players})
slope, start = np.polyfit(heights, rates, 1, w=np.sqrt(players))
plt.scatter(heights, rates, s=players, alpha=0.6)
plt.plot(heights, start + slope * heights, color="grey")
plt.title("Home runs per 600 at bats, by height (size: number of players)")
plt.xlabel("Height (inches)")
plt.ylabel("Home runs per 600 at bats")
round(float(slope), 2)
"""


@conversation(
    SQL.questions[0],
    "How did home runs per game change from decade to decade?",
    agent="sql",
)
def home_runs_by_decade(question: str) -> Conversation:
    sql = (
        "SELECT yearID / 10 * 10 AS decade, ROUND(2.0 * SUM(HR) / SUM(G), 3) AS home_runs_per_game FROM Teams "
        "WHERE lgID IN ('AL', 'NL') GROUP BY decade ORDER BY decade"
    )
    yield [Text("I look at the schema first."), ToolUse("get_db_schema", {})]
    [result] = yield [Text("Teams has home runs and games of every season."), query(sql)]
    rates = {row["decade"]: row["home_runs_per_game"] for row in read_table(result).rows}
    if not rates:
        raise UnusableResultError("the query found nothing")
    code = BAR_CHART.format(decades=list(rates), home_runs=list(rates.values()))
    [result] = yield [Text("Now the chart."), ToolUse("execute_python", {"code": code})]
    charts = read_python(result)["figures"]
    first, last = min(rates), max(rates)
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    jump = max(list(rates)[1:] or [first], key=lambda decade: rates[decade] - rates.get(decade - 10, rates[decade]))
    answer = (
        f"Home runs per game (both teams, American and National League) went from {rates[first]:.2f} in the {first}s to "
        f"{rates[last]:.2f} in the {last}s. The lowest decade was the {low}s with {rates[low]:.2f}, the highest the {high}s with "
        f"{rates[high]:.2f}; the biggest step up came in the {jump}s."
    )
    yield final(answer, sql, charts=charts)


@conversation(SQL.questions[4], agent="sql")
def height_and_home_runs(question: str) -> Conversation:
    sql = (
        "SELECT height, COUNT(*) AS players, ROUND(600.0 * SUM(home_runs) / SUM(at_bats), 2) AS rate FROM "
        "(SELECT playerID, height, SUM(HR) AS home_runs, SUM(AB) AS at_bats FROM Batting JOIN People USING (playerID) "
        "WHERE yearID >= 1920 AND height IS NOT NULL GROUP BY playerID HAVING at_bats >= 1000) "
        "GROUP BY height HAVING players >= 10 ORDER BY height"
    )
    yield [ToolUse("get_db_schema", {})]
    [result] = yield [query(sql)]
    table = read_table(result)
    if len(table.rows) < 2:
        raise UnusableResultError("there are too few heights to compare")
    heights, rates, players = ([row[column] for row in table.rows] for column in ("height", "rate", "players"))
    [result] = yield [ToolUse("execute_python", {"code": SCATTER.format(heights=heights, rates=rates, players=players)})]
    slope = read_number(result)
    shortest, tallest = table.rows[0], table.rows[-1]
    words = ("Yes", "more") if slope > 0 else ("No", "fewer")
    answer = (
        f"{words[0]}: with every inch of height, players hit {abs(slope):.2f} {words[1]} home runs per 600 at bats. At "
        f"{shortest['height']} inches it is {shortest['rate']}, at {tallest['height']} inches {tallest['rate']} "
        f"(players since 1920 with 1,000 at bats or more, {sum(players)} in all)."
    )
    yield final(answer, sql, charts=read_python(result)["figures"])
