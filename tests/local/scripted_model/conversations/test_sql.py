"""Every conversation of the SQL agent against the real tools; the facts are asked of the database by the tests themselves."""

import ast
import json
import re
import sqlite3

import boto3
import pytest

from local.scripted_model.conversations import SCRIPTS, ToolResult, ToolUse, play

QUESTIONS = list(SCRIPTS["sql"].conversations)
CHART = "How did home runs per game change from decade to decade? Draw a chart."


@pytest.fixture
def ask(drive, sql_tools):
    return lambda question: drive(question, sql_tools)


@pytest.fixture
def database(tool_function):
    connection = sqlite3.connect(tool_function("db-interface").DATABASE)
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def one_by_one(database, table, column):
    """Sums by player, added up here and not by SQL."""
    sums = {}
    for player, value in database(f"SELECT playerID, {column} FROM {table} WHERE {column} IS NOT NULL"):
        sums[player] = sums.get(player, 0) + value
    return sorted(sums.items(), key=lambda item: -item[1])


def test_the_most_home_runs_in_a_career(ask, database):
    [(first, most), (_, second), (_, third)] = one_by_one(database, "Batting", "HR")[:3]
    assert (first, most, second, third) == ("bondsba01", 762, 755, 714)
    played = ask("who has the most career home runs")
    assert played.output["answer"] == (
        "Barry Bonds hit the most home runs in a career: 762, ahead of Hank Aaron (755) and Babe Ruth (714)."
    )
    assert played.uses() == [["get_db_schema"], ["execute_sql_query"], ["final_answer"]]
    assert played.output["queries"] == [played.turns[1][0].input["sql_query"]]
    assert played.output["charts"] == []


def test_the_most_strikeouts(ask, database):
    assert one_by_one(database, "Pitching", "SO")[0] == ("ryanno01", 5714)
    answer = ask("Which pitcher struck out the most batters?").output["answer"]
    assert answer == "Nolan Ryan struck out the most batters: 5714, in 5386 innings from 1966 to 1993."


def test_a_wrong_column_is_repaired_from_the_error(ask):
    played = ask("Who hit the most home runs in a single season?")
    assert played.uses() == [["execute_sql_query"], ["execute_sql_query"], ["final_answer"]]
    [error] = played.errors()
    assert error.startswith("no such column: HomeRuns. Near it: HR (home runs) in Batting.")
    assert played.output["answer"] == "Barry Bonds hit the most home runs in one season: 73 in 2001."
    [query] = played.output["queries"]
    assert "SUM(HR)" in query
    assert "HomeRuns" not in query


def test_the_repair_takes_the_column_that_the_error_names():
    error = ToolResult('no such column: HomeRuns. Near it: "4B" (quadruples) in Batting.', is_error=True)
    turn = play("sql", "Who hit the most home runs in a single season?", [[error]])
    assert 'SUM("4B") AS home_runs' in turn[1].input["sql_query"]


def test_a_name_with_accents_is_found_by_the_hint_of_the_first_result(ask, database):
    played = ask("How many home runs has José Ramírez hit?")
    assert played.uses() == [["get_db_schema", "execute_sql_query"], ["execute_sql_query"], ["final_answer"]]
    [(most,)] = database("SELECT SUM(HR) FROM Batting WHERE playerID = 'ramirjo01'")
    assert played.output["answer"] == f"Jose Ramirez has hit {most} home runs since 2013."


def test_a_function_that_sqlite_does_not_have_is_replaced(ask, database):
    played = ask("What was the median salary in the first and the last year of the salary data?")
    [error] = played.errors()
    assert error.startswith("no such function: MEDIAN.")
    medians = []
    for year in (1985, 2016):
        salaries = sorted(salary for (salary,) in database(f"SELECT salary FROM Salaries WHERE yearID = {year}"))
        medians.append((salaries[(len(salaries) - 1) // 2] + salaries[len(salaries) // 2]) / 2)
    assert played.output["answer"] == (
        f"The median salary was ${medians[0]:,.0f} in 1985 and ${medians[1]:,.0f} in 2016, "
        f"{round(medians[1] / medians[0], 1)} times as much."
    )


def test_an_answer_that_breaks_the_schema_is_repaired(ask, database):
    played = ask("Which team has won the most World Series?")
    assert played.uses() == [["get_db_schema"], ["execute_sql_query"], ["final_answer"], ["final_answer"]]
    assert len(played.errors()) == 1
    yankees = database("SELECT yearID FROM SeriesPost WHERE round = 'WS' AND teamIDwinner = 'NYA' ORDER BY yearID")
    assert (len(yankees), yankees[-1]) == (27, (2009,))
    assert played.output["answer"] == "The New York Yankees have won the most World Series since 1903: 27, the latest in 2009."


def test_two_queries_go_out_in_one_turn(ask, database):
    played = ask("Compare Ted Williams and Joe DiMaggio.")
    assert played.uses() == [["get_db_schema"], ["execute_sql_query", "execute_sql_query"], ["final_answer"]]
    home_runs = dict(one_by_one(database, "Batting", "HR"))
    assert (home_runs["willite01"], home_runs["dimagjo01"]) == (521, 361)
    [(hits, at_bats)] = database("SELECT SUM(H), SUM(AB) FROM Batting WHERE playerID = 'willite01'")
    answer = played.output["answer"]
    assert f"Ted Williams: average {hits / at_bats:.3f}, on base 0.482, {hits} hits and 521 home runs in 19 seasons" in answer
    assert "Joe DiMaggio: average 0.325, on base 0.398, 2214 hits and 361 home runs in 13 seasons" in answer


def test_what_the_data_does_not_have_is_said_and_explained(ask):
    played = ask("Who won the World Series in 1994?")
    assert played.uses() == [["get_db_schema", "execute_sql_query"], ["execute_sql_query"], ["final_answer"]]
    assert re.fullmatch(
        r"The data has no World Series for 1994\. Since 1903 these years are without one: "
        r"1904 \(\d+ games in the season\), 1994 \(\d+ games in the season\)\.",
        played.output["answer"],
    )


def test_a_list_that_is_too_big_is_linked(ask, database, bucket):
    played = ask("List every season in which a player hit 40 or more home runs.")
    [(seasons,)] = database(
        "SELECT COUNT(*) FROM (SELECT SUM(HR) AS hr FROM Batting GROUP BY playerID, yearID) AS seasons WHERE hr >= 40"
    )
    answer = played.output["answer"]
    assert answer.startswith(f"There are {seasons} such seasons, at the top: Barry Bonds 2001 (73), Mark McGwire 1998 (70), ")
    [key] = re.findall(rf"s3://{bucket}/(\S+)\.$", answer)
    whole = boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")
    assert whole.startswith("player,yearID,teams,games,at_bats,home_runs,runs_batted_in\r\nBarry Bonds,2001,SFN,153,476,73,137\r\n")
    assert whole.count("\r\n") == seasons + 1


def test_the_chart_shows_the_rows_of_the_query(ask, database, bucket):
    played = ask(CHART)
    assert played.uses() == [["get_db_schema"], ["execute_sql_query"], ["execute_python"], ["final_answer"]]
    games, home_runs = {}, {}
    for year, league, g, hr in database("SELECT yearID, lgID, G, HR FROM Teams"):
        if league in ("AL", "NL"):
            decade = year // 10 * 10
            games[decade], home_runs[decade] = games.get(decade, 0) + g, home_runs.get(decade, 0) + hr
    expected = {decade: round(2 * home_runs[decade] / games[decade], 3) for decade in games}
    code = ast.parse(played.turns[2][1].input["code"])
    drawn = {node.targets[0].id: ast.literal_eval(node.value) for node in code.body[1:3]}
    assert dict(zip(drawn["decades"], drawn["home_runs"], strict=True)) == expected
    assert played.output["answer"].startswith(
        f"Home runs per game (both teams, American and National League) went from {expected[1870]:.2f} in the 1870s to "
        f"{expected[2020]:.2f} in the 2020s."
    )
    [chart] = played.output["charts"]
    assert chart["bucket"] == bucket
    assert boto3.client("s3").get_object(Bucket=bucket, Key=chart["key"])["Body"].read(8) == b"\x89PNG\r\n\x1a\n"


def test_a_calculation_is_done_by_python(ask):
    played = ask("Do taller players hit more home runs?")
    slope = float(json.loads(played.results[2][0].content)["value"])
    assert slope > 1
    assert played.output["answer"].startswith(f"Yes: with every inch of height, players hit {slope:.2f} more home runs")
    assert len(played.output["charts"]) == 1


def test_a_result_that_is_too_big_goes_to_python_by_its_link(ask, database, bucket):
    played = ask("At what age do batters hit best? Draw a chart.")
    assert played.uses() == [["get_db_schema"], ["execute_sql_query"], ["execute_python"], ["final_answer"]]
    ages, seasons = {}, {}
    born = dict(database("SELECT playerID, birthYear FROM People WHERE birthYear IS NOT NULL"))
    for player, year, hits, at_bats in database("SELECT playerID, yearID, H, AB FROM Batting"):
        if player in born:
            season = seasons.setdefault((player, year), [year - born[player], 0, 0])
            season[1], season[2] = season[1] + (hits or 0), season[2] + (at_bats or 0)
    full = [season for season in seasons.values() if season[2] >= 300]
    for age, hits, at_bats in full:
        ages.setdefault(age, []).append((hits, at_bats))
    averages = {
        age: sum(hits for hits, _ in each) / sum(at_bats for _, at_bats in each) for age, each in ages.items() if len(each) >= 100
    }
    best, worst = max(averages, key=averages.get), min(averages, key=averages.get)
    assert played.output["answer"] == (
        f"Batters hit best at the age of {best}, with an average of {averages[best]:.3f}, and worst at {worst}, with "
        f"{averages[worst]:.3f}: {len(full):,} seasons of 300 at bats or more, of ages that at least 100 batters played at."
    )
    [file] = played.turns[2][1].input["files"]
    assert (file["bucket"], file["key"], file["name"]) == (bucket, "runs/run-1/toolu_2/result.csv", "seasons.csv")
    assert boto3.client("s3").head_object(Bucket=bucket, Key=file["key"])["ContentLength"] > 500_000
    assert len(played.results[1][0].content) < 4_500
    assert len(played.output["charts"]) == 1


STRANGE = [
    ToolResult("The tool crashed: States.TaskFailed", is_error=True),
    ToolResult("", is_error=False),
    ToolResult("[]", is_error=False),
    ToolResult('{"rows": 5}', is_error=False),
    ToolResult('{"columns": ["a"], "rows": [], "row_count": 0, "total_rows": 0, "truncated": false}', is_error=False),
    ToolResult('{"stdout": "", "value": null, "figures": []}', is_error=False),
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda result: result.content or "empty")
def test_whatever_the_tools_return_a_conversation_ends_with_an_answer(drive, question, strange):
    played = drive(question, lambda tool_use, id: strange)
    assert played.output["answer"]
    assert played.output["charts"] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_conversation_knows_its_answer_before_the_tools_do(question):
    turn = play("sql", question, [])
    assert [block for block in turn if isinstance(block, ToolUse)]
    assert all(block.name != "final_answer" for block in turn if isinstance(block, ToolUse))
