"""Questions that one or two queries answer."""

from agents.sql import SQL
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation
from local.scripted_model.conversations.sql.words import final, query, read_table

PLAYER = "nameFirst || ' ' || nameLast AS player"


@conversation(SQL.questions[1], "Who has the most career home runs?", agent="sql")
def most_home_runs(question: str) -> Conversation:
    sql = (
        f"SELECT {PLAYER}, SUM(HR) AS home_runs FROM Batting JOIN People USING (playerID) GROUP BY playerID ORDER BY 2 DESC LIMIT 3"
    )
    yield [Text("I look at the schema first."), ToolUse("get_db_schema", {})]
    [result] = yield [query(sql)]
    table = read_table(result)
    first, others = table.first(), [f"{row['player']} ({row['home_runs']})" for row in table.rows[1:]]
    behind = f", ahead of {' and '.join(others)}" if others else ""
    yield final(f"{first['player']} hit the most home runs in a career: {first['home_runs']}{behind}.", sql)


@conversation("Which pitcher struck out the most batters?", "Who has the most career strikeouts?", agent="sql")
def most_strikeouts(question: str) -> Conversation:
    sql = (
        f"SELECT {PLAYER}, SUM(SO) AS strikeouts, MIN(yearID) AS first_season, MAX(yearID) AS last_season, "
        "ROUND(SUM(IPOuts) / 3.0) AS innings FROM Pitching JOIN People USING (playerID) GROUP BY playerID ORDER BY 2 DESC LIMIT 1"
    )
    yield [ToolUse("get_db_schema", {})]
    [result] = yield [query(sql)]
    best = read_table(result).first()
    yield final(
        f"{best['player']} struck out the most batters: {best['strikeouts']}, in {best['innings']:.0f} innings from "
        f"{best['first_season']} to {best['last_season']}.",
        sql,
    )


@conversation("Who won the World Series in 1994?", agent="sql")
def no_world_series(question: str) -> Conversation:
    """Find nothing, and find out by a second query that the data can't answer."""
    sql = "SELECT teamIDwinner, teamIDloser FROM SeriesPost WHERE round = 'WS' AND yearID = 1994"
    missing = (
        "WITH RECURSIVE seasons(yearID) AS (SELECT 1903 UNION ALL SELECT yearID + 1 FROM seasons "
        "WHERE yearID < (SELECT MAX(yearID) FROM SeriesPost)) "
        "SELECT yearID, (SELECT SUM(W + L) FROM Teams WHERE Teams.yearID = seasons.yearID) / 2 AS games FROM seasons "
        "WHERE yearID NOT IN (SELECT yearID FROM SeriesPost WHERE round = 'WS') ORDER BY yearID"
    )
    [_, result] = yield [ToolUse("get_db_schema", {}), query(sql)]
    winner = read_table(result)
    if winner.rows:
        yield final(f"{winner.first()['teamIDwinner']} won it, against {winner.first()['teamIDloser']}.", sql)
        return
    [result] = yield [Text("There is no such series. Are other years missing too?"), query(missing)]
    years = [f"{row['yearID']} ({row['games']} games in the season)" for row in read_table(result).rows]
    yield final(f"The data has no World Series for 1994. Since 1903 these years are without one: {', '.join(years)}.", sql, missing)
