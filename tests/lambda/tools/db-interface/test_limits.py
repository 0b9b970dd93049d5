"""Every query ends within its time and its memory, with an error that says so."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
LONG, LONG_TOO = "hex(zeroblob(49990 - yearID % 7))", "hex(zeroblob(24000)) || '1'"

# Python keeps four bytes for each character of a text with an emoji.
WIDE = "SELECT " + ", ".join(["char(128512) || hex(zeroblob(49990))"] * 500)
MEASURE = """
import resource, sys
from pathlib import Path
from database import query
try:
    query.run(Path(sys.argv[2]), sys.argv[3])
except query.ToolError:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.fixture
def error(tool_function):
    """Runs a query that has to fail. Returns its error."""
    query, database = tool_function("db-interface").query, tool_function("db-interface").DATABASE

    def run(sql, **limits):
        with pytest.raises(query.ToolError) as failed:
            query.run(database, sql, query.Limits(**limits))
        return str(failed.value)

    return run


@pytest.mark.attack("sql")
@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT COUNT(*) FROM Batting a, Batting b, Batting c", id="a cross join"),
        pytest.param(ENDLESS + "SELECT COUNT(*) FROM n", id="endless recursion"),
        pytest.param(ENDLESS + "SELECT json_group_array(x) FROM n WHERE x < 0", id="an endless aggregate"),
        pytest.param(
            ENDLESS + "SELECT SUM(x) OVER (ORDER BY x ROWS BETWEEN 90000 PRECEDING AND 90000 FOLLOWING EXCLUDE CURRENT ROW) "
            "FROM (SELECT x FROM n LIMIT 200000)",
            id="a huge frame",
        ),
        pytest.param("SELECT COUNT(DISTINCT a.playerID || b.playerID) FROM Batting a, Batting b", id="an endless distinct"),
        pytest.param(f"SELECT SUM(instr({LONG}, {LONG_TOO})) FROM Batting", id="one slow instr after the other"),
        pytest.param(f"SELECT SUM(length(replace({LONG}, {LONG_TOO}, 'x'))) FROM Batting", id="one slow replace after the other"),
        pytest.param(
            "SELECT " + ", ".join(f"instr(hex(zeroblob(49990)), hex(zeroblob(24000)) || '{n}')" for n in range(250)),
            id="slow functions without a look at the clock",
        ),
        pytest.param(f"SELECT SUM({LONG} GLOB '{'*?0' * 66}1') FROM Batting", id="a pattern that matches slowly"),
        pytest.param(f"SELECT SUM({LONG} LIKE '{'%_0' * 66}1') FROM Batting", id="a LIKE that matches slowly"),
    ],
)
def test_a_query_that_takes_too_long_is_stopped(error, sql):
    began = time.monotonic()
    assert error(sql, seconds=0.5, seconds_to_answer=1).startswith("The query was stopped after 0.5 seconds. Filter earlier")
    # A busy machine takes long to end a process.
    assert time.monotonic() - began < 0.5 + 1 + 10


@pytest.mark.attack("sql")
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT length(printf('%.*c', 2000000000, 'x'))",
        "SELECT length(printf('%s %.*c', 'a', 2000000000, 'x'))",
        "SELECT length(format('%.2000000000c', 'x'))",
        "SELECT length(printf('%2000000000d', 1))",
        "SELECT length(printf('%*d', -2000000000, 1))",
        "SELECT zeroblob(2000000000)",
        "SELECT randomblob(2000000000)",
        "SELECT hex(zeroblob(124000))",
        "SELECT quote(zeroblob(99999))",
        "SELECT replace(hex(zeroblob(49000)), '0', '0000000000')",
        "SELECT group_concat(playerID) FROM Batting",
        "SELECT json_group_array(playerID) FROM Batting",
        "SELECT " + ", ".join(["hex(zeroblob(124000))"] * 500),
    ],
)
def test_a_value_that_is_too_long_is_refused_at_once(error, sql):
    assert error(sql).startswith("string or blob too big. A single value may have 100000 bytes.")


@pytest.mark.attack("sql")
def test_a_row_that_takes_too_much_room_is_stopped(error):
    assert error(WIDE).startswith("The query was stopped because it needs more than 128 MB of memory.")


@pytest.mark.attack("sql")
def test_a_sort_that_fills_the_disk_is_stopped(error):
    sql = "SELECT MAX(x) FROM (SELECT randomblob(99000) AS x FROM Batting ORDER BY x)"
    assert error(sql).startswith("The query was stopped because its sorting needs more than 200 MB.")


@pytest.mark.attack("sql")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space of a process")
def test_a_query_never_takes_more_memory_than_its_process_may_have(tool_function):
    package = Path(tool_function("db-interface").__file__).parent
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, package, tool_function("db-interface").DATABASE, WIDE],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, [package, *sys.path]))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert 100_000 < int(measured.stdout) <= 256 * 1024


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("printf('%05.2f|%s|%*d|%-6s|%%|%,d', 1.5, 'x', 6, 7, 'y', 1234567)", "01.50|x|     7|y     |%|1,234,567"),
        ("format('%.3f', 0.123456)", "0.123"),
        ("printf('%d', 2000000000)", "2000000000"),
        ("printf('%s')", ""),
        ("printf(NULL)", None),
        ("printf('%.*c', 3, 'x')", "xxx"),
    ],
)
def test_printf_does_what_it_does_elsewhere(select, expression, value):
    assert select(f"SELECT {expression}")["rows"] == [[value]]
