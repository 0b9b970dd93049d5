"""A statement runs with harmless wrappings around it, and with the characters of word processors in it."""

import pytest


@pytest.fixture
def statement(tool_function):
    tool_function("db-interface")  # puts the package on the path
    from database.statement import statement

    return statement


@pytest.mark.parametrize(
    "written",
    [
        "SELECT 1",
        "  SELECT 1 \n",
        "```sql\nSELECT 1\n```",
        "```sql\r\nSELECT 1;\r\n```\r\n",
        "```\nSELECT 1\n```",
        "```SQLite\nSELECT 1\n```",
        "~~~sql\nSELECT 1\n~~~",
        "```sql SELECT 1 ```",
        "```SELECT 1```",
        "```sql\nSELECT 1",
        "SELECT 1\n```",
        "Here is the query:\n\n```sql\nSELECT 1\n```\nIt counts.",
        "sql\nSELECT 1",
        "SQL: SELECT 1",
        "sqlite> SELECT 1;",
        "-- the query\nSELECT 1",
        "/* the query */ SELECT 1 /* its end */",
        "# the query\nSELECT 1",
        "SELECT 1;;",
        "SELECT 1 ; ; -- done\n;",
        ";SELECT 1",
        "\ufeffSELECT 1",
        "SELECT\u00a01",
        "SELECT\u20031",
        "SELECT\u200b 1",
        "`SELECT 1`",
        '"SELECT 1"',
        "'SELECT 1'",
        '{"sql_query": "SELECT 1"}',
        '```json\n{"sql_query": "SELECT 1"}\n```',
        "SELECT\\n1",
    ],
)
def test_wrappings_are_taken_off(statement, select, written):
    assert statement(written).replace("  ", " ") == "SELECT 1"
    assert select(written)["rows"] == [[1]]


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ('SELECT "2B" FROM "Batting"', "SELECT `2B` FROM `Batting`"),
        (
            """SELECT 'say "hi"', 'it''s "x"' -- "a"\n, "b" /* "c" */, 2""",
            """SELECT 'say "hi"', 'it''s "x"' -- "a"\n, `b` /* "c" */, 2""",
        ),
        ('SELECT "a""b", "c`d", [e"f], `g"h`', 'SELECT `a"b`, `c``d`, [e"f], `g"h`'),
        ('SELECT "unclosed', 'SELECT "unclosed'),
        ("SELECT 'unclosed", "SELECT 'unclosed"),
        ("SELECT SUM(2B), b.3b, 2BX FROM Batting b", "SELECT SUM(`2B`), b.`3b`, 2BX FROM Batting b"),
        ("SELECT 1.5, 1e5, 0x1F, '2B', x'2B'", "SELECT 1.5, 1e5, 0x1F, '2B', x'2B'"),
        ("SELECT ‘O'Neill’ AS “last name”", "SELECT 'O''Neill' AS `last name`"),
        ("SELECT 'it’s', 'a\u00a0b', '```', ';'", "SELECT 'it’s', 'a\u00a0b', '```', ';'"),
        ("SELECT COUNT（＊）， 1 WHERE 2 ≥ 1 AND 1 ≠ 2 AND 3 &gt; 2", "SELECT COUNT(*), 1 WHERE 2 >= 1 AND 1 <> 2 AND 3 > 2"),
        ("SELECT 1; DROP TABLE Batting;", "SELECT 1; DROP TABLE Batting"),
        ("```sql\nSELECT 1\n```\n```sql\nSELECT 2\n```", "SELECT 1\n;SELECT 2"),
        ("", ""),
        ("```sql\n```", ""),
        ("-- nothing", ""),
    ],
)
def test_a_statement_keeps_its_meaning(statement, written, run):
    assert statement(written) == run


def test_statements_in_two_fences_are_refused(refused):
    assert refused("```sql\nSELECT 1\n```\n```sql\nSELECT 2\n```").endswith(
        "Run one SELECT statement, without anything after its semicolon."
    )


def test_a_column_that_starts_with_a_digit_needs_no_quotes(select):
    assert select("SELECT SUM(2B) AS doubles FROM Batting WHERE playerID = 'speaktr01'")["rows"] == [[792]]
