"""The schema is complete, right, and small enough to be read whole."""

import json
import re
import sqlite3

import pytest


@pytest.fixture
def schema(call):
    content, is_error = call("get_db_schema")
    assert not is_error
    return json.loads(content)


@pytest.fixture
def database(tool_function):
    connection = sqlite3.connect(tool_function("db-interface").DATABASE)
    yield connection
    connection.close()


def test_every_table_is_there_with_every_column_and_its_rows(schema, database):
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) == 27
    assert sorted(schema["tables"]) == sorted(tables)
    for name, table in schema["tables"].items():
        columns = [column for (column,) in database.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", [name])]
        written = table["columns"].split(", PRIMARY KEY")[0].split(", ")
        assert [column.split()[0].strip('"') for column in written] == columns
        assert table["rows"] == database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
        assert table["about"]


def test_columns_stand_as_one_has_to_write_them(schema):
    assert schema["tables"]["Batting"]["columns"] == (
        'playerID TEXT, yearID, stint, teamID TEXT, lgID TEXT, G, AB, R, H, "2B", "3B", HR, RBI, SB, CS, BB, SO, IBB, HBP, SH, SF, '
        "GIDP, PRIMARY KEY (playerID, yearID, stint)"
    )


def test_a_column_without_a_type_is_explained(schema, database):
    assert schema["notes"][0] == "A column without a type holds whole numbers (INTEGER)."
    for name, table in schema["tables"].items():
        kinds = [kind for (kind,) in database.execute("SELECT type FROM pragma_table_info(?) ORDER BY cid", [name])]
        written = table["columns"].split(", PRIMARY KEY")[0].split(", ")
        assert [[*column.split(), "INTEGER"][1] for column in written] == kinds


def test_what_is_abbreviated_is_the_name_of_a_column(schema):
    names = {name for table in schema["tables"].values() for name in re.findall(r"\w+", table["columns"])}
    assert set(schema["abbreviations"]) - names == set()


def test_the_data_is_credited(schema):
    assert "SABR, CC BY-SA 3.0" in schema["about"]


def test_it_goes_inline_with_room_to_spare(call):
    content, _ = call("get_db_schema")
    assert len(json.dumps(content, ensure_ascii=False).encode()) < 12_000


def test_it_takes_no_input(call):
    content, is_error = call("get_db_schema", {"table": "Batting"})
    assert is_error
    assert "input has no field table; allowed are no fields." in content
