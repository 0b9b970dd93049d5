"""Describes the schema for a model, compactly and completely."""

import sqlite3
from pathlib import Path
from typing import Any

from database import connection
from database.tables import ABOUT, COLUMNS, NOTES, TABLES


def describe(path: Path) -> dict[str, Any]:
    """Return the database's subject, notes for queries, the meaning of abbreviations, and every table with its columns.

    The columns and the numbers of rows come from the database itself. Only the descriptions are written by hand.
    """
    database = connection.connect(path)
    tables = {
        name: {
            "about": table.about,
            "rows": database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0],
            "columns": _columns(database, name),
        }
        for name, table in TABLES.items()
    }
    database.close()
    return {"about": ABOUT, "notes": list(NOTES), "abbreviations": COLUMNS, "tables": tables}


def _columns(database: sqlite3.Connection, table: str) -> str:
    """Return the columns as in CREATE TABLE, without the type INTEGER, which most columns have."""
    rows = database.execute("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", [table]).fetchall()
    columns = [f"{_written(name)}{'' if kind == 'INTEGER' else f' {kind}'}" for name, kind, _ in rows]
    key = [name for name, _, pk in sorted(rows, key=lambda row: row[2]) if pk]
    return ", ".join([*columns, *([f"PRIMARY KEY ({', '.join(key)})"] if key else [])])


def _written(name: str) -> str:
    return f'"{name}"' if name[0].isdigit() else name
