"""Conversations in which a first try fails. The error says how to repair it."""

import re

from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation
from local.scripted_model.conversations.sql.lookups import PLAYER
from local.scripted_model.conversations.sql.words import final, query, read_number, read_table


@conversation("Who hit the most home runs in a single season?", "What is the single-season home run record?", agent="sql")
def home_runs_in_a_season(question: str) -> Conversation:
    """Guess the name of a column. The error names the right one."""
    guess = "HomeRuns"
    sql = (
        f"SELECT {PLAYER}, yearID, SUM({guess}) AS home_runs FROM Batting JOIN People USING (playerID) "
        "GROUP BY playerID, yearID ORDER BY 3 DESC LIMIT 1"
    )
    [result] = yield [query(sql)]
    if result.is_error:
        near = re.search(r'Near it: ("[^"]+"|\w+)', result.content)
        if near is None:
            raise UnusableResultError(f"the query failed, and the error names no column instead: {result.content[:300]}")
        sql = sql.replace(guess, near.group(1))
        [result] = yield [Text(f"There is no column {guess}; the one for it is {near.group(1)}."), query(sql)]
    best = read_table(result).first()
    yield final(f"{best['player']} hit the most home runs in one season: {best['home_runs']} in {best['yearID']}.", sql)


@conversation("How many home runs has José Ramírez hit?", agent="sql")
def home_runs_of_a_name_with_accents(question: str) -> Conversation:
    """Search for a name as the question writes it. The result has no row, and its hint names the function that folds accents."""
    select = f"SELECT {PLAYER}, SUM(HR) AS home_runs, MIN(yearID) AS first_season FROM Batting JOIN People USING (playerID)"
    end = "GROUP BY playerID ORDER BY 2 DESC LIMIT 1"
    sql = f"{select} WHERE nameFirst = 'José' AND nameLast = 'Ramírez' {end}"
    [_, result] = yield [ToolUse("get_db_schema", {}), query(sql)]
    if not read_table(result).rows and "fold(" in result.content:
        sql = f"{select} WHERE fold(nameFirst || nameLast) = fold('José Ramírez') {end}"
        [result] = yield [Text("The database may write the name without accents, so I fold both."), query(sql)]
    best = read_table(result).first()
    yield final(f"{best['player']} has hit {best['home_runs']} home runs since {best['first_season']}.", sql)


@conversation("Which team has won the most World Series?", agent="sql")
def most_world_series(question: str) -> Conversation:
    """Answer in the wrong form first. Correct it when the answer comes back."""
    sql = (
        "SELECT franchName AS team, COUNT(*) AS titles, MAX(SeriesPost.yearID) AS latest FROM SeriesPost "
        "JOIN Teams ON Teams.yearID = SeriesPost.yearID AND Teams.teamID = SeriesPost.teamIDwinner "
        "JOIN TeamsFranchises USING (franchID) WHERE round = 'WS' AND SeriesPost.yearID >= 1903 "
        "GROUP BY franchID ORDER BY 2 DESC LIMIT 1"
    )
    yield [ToolUse("get_db_schema", {})]
    [result] = yield [query(sql)]
    best = read_table(result).first()
    answer = f"The {best['team']} have won the most World Series since 1903: {best['titles']}, the latest in {best['latest']}."
    [refused] = yield [ToolUse("final_answer", {"answer": answer, "queries": sql})]
    if refused.is_error:
        yield [Text("The answer has to keep to its schema."), *final(answer, sql)]


@conversation("What was the median salary in the first and the last year of the salary data?", agent="sql")
def median_salaries(question: str) -> Conversation:
    """Use a function that SQLite lacks. After the error, find another way."""
    years = "yearID IN ((SELECT MIN(yearID) FROM Salaries), (SELECT MAX(yearID) FROM Salaries))"
    sql = f"SELECT yearID, MEDIAN(salary) AS median FROM Salaries WHERE {years} GROUP BY yearID ORDER BY yearID"
    [_, result] = yield [ToolUse("get_db_schema", {}), query(sql)]
    if result.is_error and "no such function" in result.content:
        sql = (
            "SELECT yearID, AVG(salary) AS median FROM (SELECT yearID, salary, "
            "ROW_NUMBER() OVER (PARTITION BY yearID ORDER BY salary) AS place, COUNT(*) OVER (PARTITION BY yearID) AS players "
            f"FROM Salaries WHERE {years}) WHERE place IN ((players + 1) / 2, (players + 2) / 2) GROUP BY yearID ORDER BY yearID"
        )
        [result] = yield [Text("SQLite has no MEDIAN, so I take the middle rows."), query(sql)]
    medians = {row["yearID"]: row["median"] for row in read_table(result).rows}
    if len(medians) < 2:
        raise UnusableResultError("the salary data has fewer than two years")
    (first, then), (last, now) = min(medians.items()), max(medians.items())
    [result] = yield [ToolUse("execute_python", {"code": f"round({now!r} / {then!r}, 1)"})]
    yield final(
        f"The median salary was ${then:,.0f} in {first} and ${now:,.0f} in {last}, {read_number(result)} times as much.", sql
    )
