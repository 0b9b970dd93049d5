"""What comes back from a query."""

import json

import boto3
import pytest


def test_a_result_has_columns_rows_and_counts(call):
    content, is_error = call("execute_sql_query", {"sql_query": "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL"})
    assert not is_error
    assert content == '{"columns":["a","b"],"row_count":2,"total_rows":2,"truncated":false,"rows":[[1,"x"],[2,null]]}'


def test_a_result_without_rows_is_a_result(select):
    assert select("SELECT 1 AS a WHERE 1 = 0") == {
        "columns": ["a"],
        "row_count": 0,
        "total_rows": 0,
        "truncated": False,
        "rows": [],
    }


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("9007199254740993", 9007199254740993),
        ("-9223372036854775808", -9223372036854775808),
        ("9e999", "Infinity"),
        ("-9e999", "-Infinity"),
        ("9e999 - 9e999", None),
        ("0.1", 0.1),
        ("x'00ff'", "x'00ff'"),
        ("zeroblob(100)", f"x'{'00' * 64}'… (100 bytes)"),
        ("CAST(x'ff41' AS TEXT)", "\ufffdA"),
        ("'a' || char(0) || 'b'", "a\0b"),
        ("'日本語 🏏 \"''\\'", "日本語 🏏 \"'\\"),
    ],
)
def test_values_that_json_or_text_has_no_word_for(select, sql, value):
    assert select(f"SELECT {sql} AS value")["rows"] == [[value]]


def test_rows_over_the_limit_are_cut_and_counted(call, bucket):
    run = {"execution": "e", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/e/"}}
    content, is_error = call("execute_sql_query", {"sql_query": "SELECT playerID, yearID, HR FROM Batting"}, run)
    assert not is_error
    shown = json.loads(content)
    whole = json.loads(boto3.client("s3").get_object(Bucket=bucket, Key=shown["key"])["Body"].read())
    assert shown["key"] == "runs/e/toolu_1.json"
    counts = {"row_count": 1000, "total_rows": 128598, "truncated": True}
    assert whole.items() >= counts.items()
    assert shown["preview"].items() >= counts.items()
    assert whole["note"] == "Only the first 1000 rows of 128598 are here. Aggregate, filter or use LIMIT."
    assert len(whole["rows"]) == 1000
    assert shown["preview"]["rows"] == whole["rows"][:20]


def test_exactly_as_many_rows_as_allowed_are_not_cut(select, call):
    content, _ = call("execute_sql_query", {"sql_query": "SELECT 1 FROM Batting LIMIT 1000"})
    assert json.loads(content).items() >= {"row_count": 1000, "total_rows": 1000, "truncated": False}.items()
    content, _ = call("execute_sql_query", {"sql_query": "SELECT 1 FROM Batting LIMIT 1001"})
    assert json.loads(content).items() >= {"row_count": 1000, "total_rows": 1001, "truncated": True}.items()


def test_few_huge_rows_are_cut_too(call):
    content, _ = call("execute_sql_query", {"sql_query": "SELECT printf('%.*c', 200000, 'a') FROM Batting LIMIT 50"})
    assert '\\"row_count\\":20,\\"total_rows\\":50,\\"truncated\\":true' in content


def test_the_widest_row_of_the_biggest_values_is_left_out(select):
    row = ", ".join(f"printf('%.*c', 240000, 'a') AS c{number}" for number in range(500))
    result = select(f"SELECT {row}")
    assert (len(result["columns"]), result["row_count"], result["total_rows"], result["rows"]) == (500, 0, 1, [])


def test_a_result_that_takes_too_long_to_count_has_no_total(tool_function):
    handler = tool_function("db-interface")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    result = handler.query.run(handler.DATABASE, endless, seconds=0.5).value
    assert [result[name] for name in ("row_count", "total_rows", "truncated")] == [1000, None, True]
    assert result["note"].startswith("Only the first 1000 rows of more than could be counted in time are here.")
    assert result["rows"][-1] == [1000]


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ('SELECT "2B" FROM "Batting"', "SELECT `2B` FROM `Batting`"),
        (
            """SELECT 'say "hi"', 'it''s "x"' -- "a"\n, "b" /* "c" */""",
            """SELECT 'say "hi"', 'it''s "x"' -- "a"\n, `b` /* "c" */""",
        ),
        ('SELECT "a""b", "c`d", [e"f], `g"h`', 'SELECT `a"b`, `c``d`, [e"f], `g"h`'),
        ('SELECT "unclosed', 'SELECT "unclosed'),
        ('SELECT 1 /* "open', 'SELECT 1 /* "open'),
    ],
)
def test_only_names_in_double_quotes_are_rewritten(tool_function, written, run):
    assert tool_function("db-interface").query.names_in_backticks(written) == run


def test_names_in_double_quotes_keep_their_name_in_the_result(select):
    assert select('SELECT "2B" AS "two bases", "H" FROM Batting LIMIT 1')["columns"] == ["two bases", "H"]
