"""Questions whose answer has a chart or a calculation: rows from SQL go into the code that execute_python runs."""

from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation
from local.scripted_model.conversations.sql.words import final, query, read_python, read_table

LINE_CHART = """\
import matplotlib.pyplot as plt

decades = {decades}
home_runs = {home_runs}
plt.figure(figsize=(9, 5))
plt.plot(decades, home_runs, marker="o", color="#1f4e79")
for x, y in zip(decades, home_runs):
    plt.annotate(f"{{y:.2f}}", (x, y), textcoords="offset points", xytext=(0, 8), ha="center", fontsize=8)
plt.title("Home runs per game, by decade (American and National League)")
plt.xlabel("Decade")
plt.ylabel("Home runs per game, both teams")
plt.ylim(bottom=0)
plt.grid(alpha=0.3)
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
plt.title("Home runs per 600 at bats, by height")
plt.xlabel("Height (inches)")
plt.ylabel("Home runs per 600 at bats")
round(float(slope), 2)
"""


@conversation(
    "How did home runs per game change from decade to decade? Draw a chart.",
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
    code = LINE_CHART.format(decades=[str(decade) for decade in rates], home_runs=list(rates.values()))
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


@conversation("Do taller players hit more home runs?", agent="sql")
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
    columns = {
        name: [row[column] for row in table.rows] for name, column in (("heights", "height"), ("rates", "rate"), ("players",) * 2)
    }
    [result] = yield [ToolUse("execute_python", {"code": SCATTER.format(**columns)})]
    drawn = read_python(result)
    slope = float(drawn["value"])
    shortest, tallest = table.rows[0], table.rows[-1]
    answer = (
        f"{'Yes' if slope > 0 else 'No'}: with every inch of height, players hit {abs(slope):.2f} "
        f"{'more' if slope > 0 else 'fewer'} home runs per 600 at bats. At {shortest['height']} inches it is {shortest['rate']}, at {tallest['height']} inches "
        f"{tallest['rate']} (players since 1920 with 1,000 at bats or more, {sum(columns['players'])} in all)."
    )
    yield final(answer, sql, charts=drawn["figures"])
