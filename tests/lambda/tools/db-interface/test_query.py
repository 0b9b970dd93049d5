"""What comes back from a query."""

import csv
import io
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


@pytest.fixture
def stored(call, bucket):
    """What the model sees of a query's result that is too big, and the text of its file."""

    def run(sql):
        content, is_error = call(
            "execute_sql_query",
            {"sql_query": sql},
            {"execution": "e", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/e/"}},
        )
        assert not is_error, content
        shown = json.loads(content)
        found = boto3.client("s3").get_object(Bucket=bucket, Key=shown["key"])
        assert (shown["key"], found["ContentType"]) == ("runs/e/toolu_1/result.csv", "text/csv; charset=utf-8")
        return shown["preview"], found["Body"].read().decode("utf-8")

    return run


def test_more_rows_than_are_shown_are_all_in_a_csv(stored, database):
    preview, text = stored("SELECT playerID, yearID, HR FROM Batting")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == ["playerID", "yearID", "HR"]
    everything = database("SELECT playerID, yearID, HR FROM Batting")
    assert rows == [[player, str(year), "" if hits is None else str(hits)] for player, year, hits in everything]
    assert preview == {
        "columns": ["playerID", "yearID", "HR"],
        "row_count": 128598,
        "total_rows": 128598,
        "truncated": False,
        "file": "CSV, with the columns as header",
        "rows": [list(row) for row in everything[:20]],
    }


def test_rows_over_the_limit_are_cut_and_counted(stored, tool_function, monkeypatch):
    query = tool_function("db-interface").query
    monkeypatch.setattr(query, "LIMITS", query.Limits(rows=1500))
    preview, text = stored("SELECT playerID, yearID, HR FROM Batting")
    assert text.count("\r\n") == 1501
    counts = {"row_count": 1500, "total_rows": 128598, "truncated": True}
    note = {"note": "Only the first 1500 rows of 128598 are here. Aggregate, filter or use LIMIT."}
    assert preview.items() >= (counts | note).items()


def test_exactly_as_many_rows_as_are_shown_are_not_stored(select, stored):
    result = select("SELECT 1 FROM Batting LIMIT 1000")
    assert result.items() >= {"row_count": 1000, "total_rows": 1000, "truncated": False, "rows": [[1]] * 1000}.items()
    preview, text = stored("SELECT 1 AS one FROM Batting LIMIT 1001")
    assert preview.items() >= {"row_count": 1001, "total_rows": 1001, "truncated": False}.items()
    assert text == "one\r\n" + "1\r\n" * 1001


def test_a_csv_has_values_as_sqlite_gives_them(stored):
    numbers = "NULL, '', 0.1, 1e300, 9007199254740993, 9e999, -9e999"
    texts = "x'00ff', 'a,b', 'say \"hi\"', 'two' || char(13, 10) || 'lines', '語'"
    preview, text = stored(f"SELECT {numbers}, {texts} FROM Batting LIMIT 1001")
    line = ',,0.1,1e+300,9007199254740993,Infinity,-Infinity,x\'00ff\',"a,b","say ""hi""","two\r\nlines",語\r\n'
    assert text.split("\r\n", 1)[1] == line * 1001
    assert preview["rows"][0][:7] == [None, "", 0.1, 1e300, 9007199254740993, "Infinity", "-Infinity"]


def test_a_text_that_is_a_formula_for_a_spreadsheet_gets_an_apostrophe(stored):
    texts = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "-", "-Infinity", "a=1", "'=1", "-5", "+1.5e3", "-.5"]
    columns = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
    preview, text = stored(f"SELECT {columns}, char(9) || '=1', char(13) || '=1', -5, -9e999, '' AS \"=a\" FROM Batting LIMIT 1001")
    header, row = list(csv.reader(io.StringIO(text, newline="")))[:2]
    written = ["'=1+1", "'+cmd|' /C calc'!A0", "'-2+3", "'@SUM(A1)", "'-", "'-Infinity", "a=1", "'=1", "-5", "+1.5e3", "-.5"]
    assert row == [*written, "'\t=1", "'\r=1", "-5", "-Infinity", ""]
    assert header[-1] == "'=a"
    assert preview["rows"][0][:2] == texts[:2]


def test_a_column_of_nulls_alone_has_no_blank_lines(stored):
    _, text = stored("SELECT NULL AS a FROM Batting LIMIT 1001")
    assert text == "a\r\n" + '""\r\n' * 1001


def test_few_huge_rows_are_stored_and_shown_by_their_beginning(stored):
    preview, text = stored("SELECT printf('%.*c', 90000, 'a') AS text, 7 AS n FROM Batting LIMIT 50")
    assert len(text) == len("text,n\r\n") + 50 * (90_000 + len(",7\r\n"))
    assert preview.items() >= {"row_count": 50, "total_rows": 50, "truncated": False}.items()
    assert preview["rows"] == [["a" * 100 + "…", 7]] * 10


def test_the_widest_row_of_the_biggest_values_is_left_out(stored):
    row = ", ".join(f"printf('%.*c', 90000, 'a') AS c{number}" for number in range(500))
    preview, text = stored(f"SELECT {row}")
    assert text == ",".join(f"c{number}" for number in range(500)) + "\r\n"
    assert preview == {
        "columns": [f"c{number}" for number in range(20)],
        "column_count": 500,
        "row_count": 0,
        "total_rows": 1,
        "truncated": True,
        "note": "Only the first 0 rows of 1 are here. Aggregate, filter or use LIMIT.",
        "rows": [],
    }


def test_a_row_of_many_columns_is_shown_by_as_much_as_there_is_room_for(stored):
    preview, _ = stored(f"SELECT {', '.join(str(number) for number in range(200))} FROM Batting LIMIT 1001")
    assert preview["rows"] == [list(range(200))] * 2


def test_a_result_that_takes_too_long_to_count_has_no_total(tool_function):
    handler = tool_function("db-interface")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    result = handler.query.run(handler.DATABASE, endless, handler.query.Limits(seconds=0.5, rows=2000))
    with result.stored.data as file:
        file.seek(0)
        assert file.read().split()[-1] == b"2000"
    assert result.value is None
    assert [result.preview[name] for name in ("row_count", "total_rows", "truncated")] == [2000, None, True]
    assert result.preview["note"].startswith("Only the first 2000 rows of more than could be counted in time are here.")


def test_a_query_that_is_stopped_among_its_rows_is_an_answer_with_those_that_came(tool_function):
    handler = tool_function("db-interface")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    result = handler.query.run(handler.DATABASE, endless, handler.query.Limits(seconds=0.5, rows=10**9))
    with result.stored.data as file:
        file.seek(0)
        assert int(file.read().split()[-1]) == result.preview["row_count"] > 1000
    assert (result.preview["total_rows"], result.preview["truncated"]) == (None, True)


def test_names_in_double_quotes_keep_their_name_in_the_result(select):
    assert select('SELECT "2B" AS "two bases", "H" FROM Batting LIMIT 1')["columns"] == ["two bases", "H"]
