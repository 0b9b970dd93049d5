"""What a query can't do, and what the error tells to do instead."""

import hashlib
from pathlib import Path

import pytest

READ_ONLY = (
    "The database is read-only: one SELECT statement (or WITH … SELECT) is allowed, and no PRAGMA, ATTACH, INSERT, UPDATE, "
    "DELETE or CREATE. get_db_schema lists the tables."
)


@pytest.fixture
def unchanged(tool_function):
    """Nothing that a test runs changes the database."""
    path = tool_function("db-interface").DATABASE
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    yield path
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.attack("sql")
@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE Batting",
        "DELETE FROM Batting",
        "INSERT INTO Parks (parkkey) VALUES ('X')",
        "UPDATE Batting SET HR = 1",
        "CREATE TEMP TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "PRAGMA table_info(Batting)",
        "PRAGMA writable_schema = ON",
        "SELECT * FROM pragma_table_info('Batting')",
        "BEGIN",
        "VACUUM",
        "REINDEX",
        "ANALYZE",
        "WITH x AS (SELECT 1) DELETE FROM Batting",
    ],
)
def test_only_selecting_is_allowed(refused, unchanged, sql):
    assert refused(sql).endswith(READ_ONLY)


@pytest.mark.attack("sql")
def test_no_file_can_be_written_or_loaded(refused, unchanged, tmp_path):
    target = tmp_path / "stolen.sqlite"
    assert refused(f"VACUUM INTO '{target}'").endswith(READ_ONLY)
    assert refused(f"ATTACH '{target}' AS x").endswith(READ_ONLY)
    assert refused("SELECT load_extension('/lib/x.so')").startswith("not authorized to use function: load_extension.")
    assert refused("SELECT fts3_tokenizer('simple')").startswith("not authorized to use function: fts3_tokenizer.")
    for function in ("readfile('/etc/passwd')", "writefile('/tmp/x', 'y')"):
        assert refused(f"SELECT {function}").startswith("no such function:")
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.parametrize("sql", ["-- nothing", ";", "  \n ", "/* */"])
def test_an_empty_query_is_named_so(refused, sql):
    assert refused(sql) == "The query is empty. Write one SELECT statement."


@pytest.mark.attack("sql")
def test_several_statements_are_refused(refused, unchanged):
    assert refused("SELECT 1; DROP TABLE Batting") == (
        "You can only execute one statement at a time. Run one SELECT statement, without anything after its semicolon."
    )


def test_a_semicolon_at_the_end_is_fine(select):
    assert select("SELECT 1 ; -- done")["rows"] == [[1]]


@pytest.mark.parametrize(
    ("sql", "beginning"),
    [
        (
            "SELECT home_runs FROM Batting",
            "no such column: home_runs. Near it: HR (home runs) in Batting. Columns of Batting: playerID,",
        ),
        ("SELECT b.homeruns FROM Batting b", "no such column: b.homeruns. Near it: HR (home runs) in Batting."),
        ("SELECT doubles FROM batting", 'no such column: doubles. Near it: "2B" (doubles) in Batting.'),
        ("SELECT player_id FROM Batting", "no such column: player_id. Near it: playerID in Batting."),
        ("SELECT birthYear FROM Batting", "no such column: birthYear. Near it: birthYear in People. Columns"),
        ("SELECT zzz FROM Parks", "no such column: zzz. Columns of Parks: parkalias, parkkey, parkname, city, state, country."),
        ("SELECT zzz", "no such column: zzz."),
    ],
)
def test_a_wrong_column_is_answered_with_the_nearest(refused, sql, beginning):
    assert refused(sql).startswith(beginning)


def test_a_wrong_name_in_double_quotes_does_not_become_text(refused):
    error = refused('SELECT "HomeRuns" FROM Batting')
    assert error.startswith("no such column: HomeRuns. Near it: HR (home runs) in Batting.")
    assert "put it in single quotes: 'BOS'" in refused('SELECT * FROM Batting WHERE teamID = "BOS"')


@pytest.mark.parametrize(
    ("table", "near"),
    [
        ("Battings", " Near it: Batting."),
        ("Battin_g_p", " Near it: Batting, BattingPost."),
        ("award_players", " Near it: AwardsPlayers"),
        ("xyz", ""),
    ],
)
def test_a_wrong_table_is_answered_with_the_nearest_and_with_all(refused, table, near):
    error = refused(f"SELECT * FROM {table}")
    assert error.startswith(f"no such table: {table}.{near}")
    assert " The tables: AllstarFull, Appearances, AwardsManagers," in error


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        (
            "SELECT yearID FROM Batting JOIN Teams ON Batting.teamID = Teams.teamID",
            "ambiguous column name: yearID. More than one table has it: write <table or alias>.yearID, or join with USING",
        ),
        ("SELEC 1", 'near "SELEC": syntax error. This is SQLite\'s dialect.'),
        ("SELECT 'a\0b'", "Write the query without this character."),
        ("SELECT zeroblob(2000000000)", "string or blob too big. A single value may have 100000 bytes."),
        ("SELECT ?", "There are no parameters: write the values into the query instead of ? and :name."),
        ("SELECT :x", "There are no parameters: write the values into the query instead of ? and :name."),
    ],
)
def test_other_errors_say_what_to_write_instead(refused, sql, error):
    assert error in refused(sql)


@pytest.mark.parametrize(
    ("sql", "form"),
    [
        ("SHOW TABLES", "get_db_schema lists the tables and their columns."),
        ("SHOW COLUMNS FROM Batting", "get_db_schema lists the tables and their columns."),
        ("DESCRIBE Batting", "get_db_schema lists the tables and their columns."),
        (".tables", "get_db_schema lists the tables and their columns."),
        ("SELECT * FROM information_schema.tables", "get_db_schema lists the tables and their columns."),
        ("USE lahman", "Only one SELECT statement (or WITH … SELECT) runs."),
        ("SELECT TOP 5 * FROM Batting", "TOP n is LIMIT n at the end"),
        ("SELECT DISTINCT TOP (5) playerID FROM Batting", "TOP n is LIMIT n at the end"),
        ("SELECT playerID FROM Batting FETCH FIRST 5 ROWS ONLY", "FETCH FIRST n ROWS ONLY is LIMIT n"),
        ("SELECT * FROM People WHERE ROWNUM <= 5", "ROWNUM is LIMIT n"),
        ("SELECT HR::int FROM Batting", "x::type is CAST(x AS INTEGER)"),
        ("SELECT ROUND(AVG(HR)::numeric, 2) FROM Batting", "x::type is CAST(x AS INTEGER)"),
        ("SELECT CONVERT(INT, HR) FROM Batting", "CAST(x AS INTEGER)"),
        ("SELECT * FROM People WHERE nameLast ILIKE 'ruth'", "ILIKE is LIKE"),
        ("SELECT * FROM People WHERE nameLast REGEXP '^R'", "There are no regular expressions: use LIKE"),
        ("SELECT * FROM People WHERE nameLast ~ '^R'", "There are no regular expressions: use LIKE"),
        ("SELECT EXTRACT(YEAR FROM debut) FROM People", "the year is CAST(substr(debut, 1, 4) AS INTEGER)"),
        ("SELECT DATE_TRUNC('year', debut) FROM People", "the year is CAST(substr(debut, 1, 4) AS INTEGER)"),
        ("SELECT YEAR(debut) FROM People", "the year is CAST(substr(debut, 1, 4) AS INTEGER)"),
        ("SELECT DATEDIFF(day, debut, finalGame) FROM People", "the days between two julianday(b) - julianday(a)"),
        ("SELECT 1 FROM People WHERE debut > DATE '2000-01-01'", "Dates are text, yyyy-mm-dd"),
        ("SELECT CURRENT_DATE - INTERVAL '1 year'", "Dates are text, yyyy-mm-dd"),
        ("SELECT ISNULL(HR, 0) FROM Batting", "ISNULL(a, b) is COALESCE(a, b)."),
        ("SELECT NVL(HR, 0) FROM Batting", "NVL(a, b) is COALESCE(a, b)."),
        ("SELECT LEFT(nameLast, 3) FROM People", "LEFT(x, 3) is substr(x, 1, 3)"),
        ("SELECT LEN(nameLast) FROM People", "LEN(x) is length(x)."),
        ("SELECT GREATEST(H, HR) FROM Batting", "GREATEST(a, b) is MAX(a, b)"),
        ("SELECT STDDEV(HR) FROM Batting", "use execute_python on the rows"),
        ("SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY HR) FROM Batting", "use execute_python on the rows"),
        ("SELECT LISTAGG(playerID, ',') FROM Batting", "group_concat(x, ', ')"),
        ("SELECT GROUP_CONCAT(playerID SEPARATOR ',') FROM Batting", "group_concat(x, ', ')"),
        ("SELECT * FROM Batting QUALIFY ROW_NUMBER() OVER (ORDER BY HR) = 1", "There is no QUALIFY: SELECT * FROM (SELECT"),
        ("SELECT DISTINCT ON (playerID) * FROM Batting", "ROW_NUMBER() OVER (PARTITION BY"),
        ("SELECT yearID, SUM(HR) FROM Batting GROUP BY ROLLUP (yearID)", "UNION ALL"),
        ("SELECT * EXCEPT (playerID) FROM Batting", "name the columns"),
        ("SELECT HR ^ 2 FROM Batting", "pow(x, 2)"),
        ("SELECT 1 FROM DUAL", "leave FROM out"),
        ("SELECT 1 FROM Batting WHERE HR > ALL (SELECT HR FROM Batting)", "> (SELECT MAX(x) …)"),
        ("SELECT * FROM People WHERE nameLast = 'O'Neill'", "A quote within a text is written twice: 'O''Neill'."),
        ("SELECT * FROM People WHERE nameLast = 'O\\'Neill'", "A quote within a text is written twice: 'O''Neill'."),
        ("SELECT SUM(HR) FROM Batting WHERE SUM(HR) > 5", "filter by HAVING"),
        ("SELECT 1 FROM Batting WHERE ROW_NUMBER() OVER (ORDER BY HR) = 1", "filter in a query around this one"),
        ("SELECT COUNT(DISTINCT yearID, teamID) FROM Batting", "COUNT(DISTINCT a || '-' || b)"),
        ("SELECT * FROM json_each('[1]')", "Only the tables of the schema can be read."),
        ("SELECT frobnicate(1)", "For anything else use execute_python on the rows."),
    ],
)
def test_the_form_of_another_database_is_answered_with_that_of_sqlite(refused, sql, form):
    assert form in refused(sql)


def test_a_function_that_sqlite_has_gives_no_hint(refused):
    assert refused("SELECT substr(debut, 1, 4) FRO People").endswith("syntax error. This is SQLite's dialect.")


@pytest.mark.parametrize("sql", ["", None, 5, ["SELECT 1"], "x" * 20_001])
def test_what_is_no_query_is_refused_with_what_is_allowed(call, sql):
    content, is_error = call("execute_sql_query", {"sql_query": sql})
    assert is_error
    assert content.startswith("The input of execute_sql_query is wrong: input.sql_query is ")
    assert "execute_sql_query takes: sql_query (string, required)." in content
    assert len(content) < 1_000
