"""Turns an error of SQLite into a message with which a model can repair its query."""

import itertools
import re
import sqlite3
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

from database import connection, dialects
from database.limits import FILE_BYTES, HEAP_BYTES
from database.rows import is_timeout
from database.tables import COLUMNS

ALIKE = 0.65
MOST_NEAR = 4


# A pattern of SQLite's message, and the hint for it. {0} is the text that the parentheses matched.
HINTS = (
    (r"ambiguous column name: (.+)", "More than one table has it: write <table or alias>.{0}, or join with USING ({0})."),
    (
        r"authoriz|prohibited",
        "The database is read-only: one SELECT statement (or WITH … SELECT) is allowed, and no PRAGMA, ATTACH, INSERT, UPDATE, "
        "DELETE or CREATE. get_db_schema lists the tables.",
    ),
    (r"one statement at a time", "Run one SELECT statement, without anything after its semicolon."),
    (r"(?i)binding", "There are no parameters: write the values into the query instead of ? and :name."),
    (
        r"too big",
        f"A single value may have {connection.LIMITS[sqlite3.SQLITE_LIMIT_LENGTH]} bytes. Join fewer values, or give each a "
        "row of its own.",
    ),
    (r"null character", "Write the query without this character."),
    (
        r"misuse of (?:aliased )?aggregate",
        "An aggregate can't stand in WHERE or GROUP BY: filter by HAVING, or in a query around this one.",
    ),
    (
        r"misuse of (?:aliased )?window",
        "A window function can't stand in WHERE, GROUP BY or HAVING: filter in a query around this one.",
    ),
    (r"misuse of.* window|window functions? .*not", "A window function needs OVER (…), and stands in SELECT or ORDER BY."),
    (
        r"DISTINCT aggregates must|arguments to function COUNT",
        "COUNT and DISTINCT take one value: COUNT(DISTINCT a || '-' || b); group_concat(DISTINCT a) without a separator.",
    ),
    (r"wrong number of arguments", "Its arguments in SQLite: https://www.sqlite.org/lang_corefunc.html."),
    (r"pattern too complex", f"A pattern may have {connection.LIMITS[sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH]} bytes."),
    (r"too many columns", f"A result may have {connection.LIMITS[sqlite3.SQLITE_LIMIT_COLUMN]} columns."),
    (r"too many terms in compound", "UNION and VALUES may join 100 queries: use CASE or IN with a list."),
    (
        r"too many|at most 64 tables|stack overflow|too large|depth",
        "Write a smaller statement: WITH, IN with a list, or fewer joins.",
    ),
)
OTHER_FUNCTIONS = (
    "This is SQLite. Its functions: https://www.sqlite.org/lang_corefunc.html. For anything else use execute_python on the rows."
)

OUT_OF_MEMORY = (
    f"The query was stopped because it needs more than {HEAP_BYTES // 1024**2} MB of memory. Filter or aggregate "
    "earlier, take fewer columns or shorter values, and put LIMIT where a few rows are enough."
)
OUT_OF_DISK = (
    f"The query was stopped because its sorting needs more than {FILE_BYTES // 1_000_000} MB. ORDER BY, GROUP BY, DISTINCT and "
    "UNION sort. Filter or aggregate earlier, or take fewer columns."
)


def stopped(seconds: float) -> str:
    """Return the error of a query that took too long."""
    return (
        f"The query was stopped after {seconds:g} seconds. Filter earlier, join on whole keys (playerID, yearID, stint or "
        "teamID), and look for a join without a condition."
    )


def explain(path: Path, sql: str, error: Exception, seconds: float) -> str:
    """Return the error and a hint for a better query."""
    message = str(error)
    if is_timeout(error):
        return stopped(seconds)
    if isinstance(error, MemoryError):
        return OUT_OF_MEMORY
    if re.search(r"disk is full|disk I/O error", message):
        return OUT_OF_DISK
    database = connection.connect(path)
    try:
        if found := re.search(r"no such column: (.+)", message):
            return _joined(
                _no_such_column(path, sql, found.group(1)), dialects.functions(database, sql), dialects.words(found.group(1))
            )
        if found := re.search(r"no such table: (.+)", message):
            return _joined(_no_such_table(path, found.group(1)), dialects.words(found.group(1)))
        for pattern, hint in HINTS:
            if match := re.search(pattern, message):
                return _joined(f"{message.rstrip('.')}.", [hint.format(*match.groups())])
        forms = dialects.functions(database, sql) + dialects.words(sql)
        known = "This is SQLite." if forms else OTHER_FUNCTIONS
        return _joined(f"{message.rstrip('.')}.", [known if "no such function" in message else "This is SQLite's dialect."], forms)
    finally:
        database.close()


def _joined(message: str, *hints: list[str]) -> str:
    """Return the message and the hints, each once."""
    return " ".join([message, *dict.fromkeys(itertools.chain(*hints))])


def _no_such_column(path: Path, sql: str, name: str) -> str:
    """Return an error with similar columns, by name or by meaning. It looks in the query's own tables first."""
    column = name.rsplit(".", 1)[-1]
    schema = _schema(path)
    used = [table for table in schema if re.search(rf"\b{re.escape(table)}\b", sql, re.IGNORECASE)]
    near = _near(column, {c for table in used or schema for c in schema[table]})
    where = used
    if not near:
        near, where = _near(column, {c for columns in schema.values() for c in columns}), list(schema)
    parts = [f"no such column: {name}."]
    if near:
        parts.append(f"Near it: {'; '.join(_described(c, [t for t in where or schema if c in schema[t]]) for c in near)}.")
    if f'"{column}"' in sql:
        parts.append(f"If {column} is text and no column, put it in single quotes: '{column}'.")
    parts += [f"Columns of {table}: {', '.join(schema[table])}." for table in used]
    return " ".join(parts)


def _no_such_table(path: Path, name: str) -> str:
    schema = _schema(path)
    near = _near(name.rsplit(".", 1)[-1], schema)
    hint = f" Near it: {', '.join(near)}." if near else ""
    return f"no such table: {name}.{hint} The tables: {', '.join(sorted(schema))}."


def _described(column: str, tables: list[str]) -> str:
    written = f'"{column}"' if column[0].isdigit() else column
    meaning = f" ({COLUMNS[column]})" if column in COLUMNS else ""
    return f"{written}{meaning} in {', '.join(tables)}"


def _near(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that are most like `name`, the best first. If some differ only in spelling, return only these."""
    likeness = {each: max(_alike(name, each), _alike(name, COLUMNS.get(each, each))) for each in names}
    least = 1.0 if 1.0 in likeness.values() else ALIKE
    near = [each for each in likeness if likeness[each] >= least]
    return sorted(near, key=lambda each: (-likeness[each], each))[:MOST_NEAR]


def _alike(one: str, other: str) -> float:
    """Return the likeness of two names, 0 to 1. It ignores case, spaces, underscores and a plural: home_run equals "home runs"."""
    first, second = (re.sub(r"[\W_]", "", text.casefold()).rstrip("s") for text in (one, other))
    return SequenceMatcher(None, first, second).ratio()


def _schema(path: Path) -> dict[str, list[str]]:
    database = connection.connect(path)
    rows = database.execute(
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns "
        "WHERE tables.type = 'table' ORDER BY tables.name, columns.cid"
    ).fetchall()
    database.close()
    schema: dict[str, list[str]] = {}
    for table, column in rows:
        schema.setdefault(table, []).append(column)
    return schema
