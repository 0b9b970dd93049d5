import json

import pytest

from cli.ask.preview import MOST_WIDTH, code_in, of_result, other_input


def test_sql_and_python_are_shown_as_code_and_the_rest_as_json():
    given = {"sql_query": "SELECT 1\n", "limit": 5}

    assert code_in(given) == [("sql", "SELECT 1")]
    assert other_input(given) == '{"limit": 5}'
    assert code_in({"code": "print(1)"}) == [("python", "print(1)")]
    assert other_input({"code": "print(1)"}) == ""


@pytest.mark.parametrize("given", [None, [], "text", 5, {"sql_query": 5}])
def test_an_input_of_another_shape_is_no_code(given):
    assert code_in(given) == []


def test_long_code_is_cut():
    [(_, source)] = code_in({"code": "\n".join(str(number) for number in range(100))})

    assert source.split("\n")[-2:] == ["59", "… (40 more lines)"]


def test_rows_are_a_table_of_the_first_ones_with_the_total():
    content = json.dumps({"columns": ["team", "wins"], "rows": [[f"T{n}", n] for n in range(8)], "total_rows": 1200})

    assert of_result(content).split("\n") == [
        "team  wins",
        "T0    0",
        "T1    1",
        "T2    2",
        "T3    3",
        "T4    4",
        "(1,200 rows, 5 shown)",
    ]


@pytest.mark.parametrize(
    ("preview", "shown"),
    [({"columns": ["team"], "rows": [["T0"]], "total_rows": 9}, ["team", "T0", "(9 rows, 1 shown)"]), ("many wo…", ["many wo…"])],
)
def test_of_a_stored_result_the_preview_is_shown_and_where_the_whole_is(preview, shown):
    content = json.dumps({"note": "too big", "bucket": "data", "key": "runs/1/a.csv", "bytes": 20000, "preview": preview})

    assert of_result(content).split("\n") == [*shown, "stored: s3://data/runs/1/a.csv, 20,000 bytes"]


def test_no_rows_are_said_to_be_none():
    assert of_result('{"columns": ["team"], "rows": [], "total_rows": 0}') == "team\n(0 rows)"
    assert of_result('{"columns": ["a"], "rows": [], "total_rows": 0, "hint": "b is near"}') == "a\n(0 rows)\nhint: b is near"


def test_an_object_is_shown_by_its_fields_that_say_something():
    content = json.dumps({"stdout": "a\nb", "stderr": "", "value": "42", "error": None, "figures": []})

    assert of_result(content) == "stdout: a b\nvalue: 42"


def test_a_field_with_much_in_it_is_shown_by_its_names():
    content = json.dumps({"tables": {"People": {"columns": []}, "Batting": {"columns": []}}, "words": {"G": "games"}})

    assert of_result(content) == 'tables: {People, Batting}\nwords: {"G": "games"}'


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("", "(nothing)"),
        ("plain", "plain"),
        ("42", "42"),
        ("[1, 2]", "[1, 2]"),
        ("a\n\n  b  \n", "a\n  b"),
        ("{}", "(nothing)"),
        ("[" * 100_000, "[" * (MOST_WIDTH - 1) + "…"),
        ("\x1b[31mred", "red"),
        ('{"columns": ["a"], "rows": [1]}', "a\n1\n(1 row)"),
    ],
)
def test_any_content_is_shown(content, shown):
    assert of_result(content) == shown


def test_long_content_is_cut_in_both_directions():
    lines = of_result("\n".join("x" * 1000 for _ in range(9))).split("\n")

    assert [len(line) for line in lines[:-1]] == [MOST_WIDTH] * 6
    assert lines[-1] == "… (3 more lines)"
