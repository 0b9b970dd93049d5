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
        ("SELECT '\ud800'", "Write the query without this character."),
        ("SELECT 'a\0b'", "Write the query without this character."),
        ("SELECT zeroblob(2000000000)", "string or blob too big. A single value may have 100000 bytes."),
        ("SELECT ?", "There are no parameters: write the values into the query instead of ? and :name."),
        ("SELECT :x", "There are no parameters: write the values into the query instead of ? and :name."),
        ("SELECT YEAR(debut) FROM People", "no such function: YEAR. This is SQLite. A part of a date is substr(debut, 1, 4);"),
    ],
)
def test_other_errors_say_what_to_write_instead(refused, sql, error):
    assert error in refused(sql)


@pytest.mark.parametrize("sql", ["", None, 5, ["SELECT 1"], "x" * 20_001])
def test_what_is_no_query_is_refused_with_what_is_allowed(call, sql):
    content, is_error = call("execute_sql_query", {"sql_query": sql})
    assert is_error
    assert content.startswith("The input of execute_sql_query is wrong: input.sql_query must be")
    assert "Its fields: sql_query (required)." in content
    assert len(content) < 1_000
