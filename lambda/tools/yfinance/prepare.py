"""Writes the bundled prices: `python prepare.py <output folder>` makes `prices.sqlite` and its licence there.

The same data gives the same bytes: rows are sorted, and the field for SQLite's version is cleared
(https://www.sqlite.org/fileformat.html#the_database_header). It needs the environment of prepare-requirements.in.
Closes that nobody can tell from filled gaps are left out: see MOST_EQUAL_DAYS. All other prices are taken as they are.
"""

import csv
import gzip
import importlib.metadata
import itertools
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from market.datasets import FILE, SKFOLIO, WIKI, WIKI_ADJUSTED, Dataset

MOST_EQUAL_DAYS = 10
"""The most days on which a traded stock closes at the same price. The longest run of all tickers but RRC has 6 days."""
VERSION_OF_WRITER = slice(96, 100)

# day, open, high, low, close, volume. The close is None for a day that is left out.
Row = tuple[str, float | None, float | None, float | None, float | None, int | None]
Series = tuple[Dataset, str, list[Row]]


class SourceError(RuntimeError):
    """The packages' data doesn't fit this program."""


def series(bokeh: Path, skfolio: Path) -> Iterator[Series]:
    """Yield all series of both packages."""
    wiki = _rows_by_ticker(bokeh)
    for ticker, rows in wiki.items():
        yield WIKI, ticker, [_traded(row) for row in rows]
        yield WIKI_ADJUSTED, ticker, [(row["Date"], None, None, None, float(row["Adj Close"]), None) for row in rows]
    with gzip.open(skfolio, "rt", encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    for ticker in [name for name in table[0] if name != "Date"]:
        closes = [(row["Date"], float(row[ticker])) for row in table]
        yield SKFOLIO, ticker, list(_without_filled(closes))


def write(all_series: Iterable[Series], target: Path) -> None:
    target.unlink(missing_ok=True)
    database = sqlite3.connect(target, isolation_level=None)
    # The build needs no journal and doesn't wait for the disk: a build that fails starts again from nothing.
    database.executescript(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
        "CREATE TABLE series (id INTEGER PRIMARY KEY, dataset TEXT NOT NULL, ticker TEXT NOT NULL, "
        "first_day TEXT NOT NULL, last_day TEXT NOT NULL, UNIQUE (dataset, ticker));"
        "CREATE TABLE prices (series INTEGER NOT NULL, day TEXT NOT NULL, open REAL, high REAL, low REAL, close REAL, "
        "volume INTEGER, PRIMARY KEY (series, day)) WITHOUT ROWID;"
    )
    for id, (dataset, ticker, rows) in enumerate(sorted(all_series, key=lambda each: (each[0].key, each[1])), 1):
        _check(dataset, ticker, rows)
        there = [row[0] for row in rows if row[4] is not None]
        database.execute("INSERT INTO series VALUES (?, ?, ?, ?, ?)", [id, dataset.key, ticker, there[0], there[-1]])
        database.executemany("INSERT INTO prices VALUES (?, ?, ?, ?, ?, ?, ?)", [(id, *row) for row in rows])
    database.execute("COMMIT")
    database.close()
    with target.open("r+b") as file:
        file.seek(VERSION_OF_WRITER.start)
        file.write(bytes(VERSION_OF_WRITER.stop - VERSION_OF_WRITER.start))


def _rows_by_ticker(path: Path) -> dict[str, list[dict[str, str]]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["Ticker"], row["Date"]))
    return {ticker: list(group) for ticker, group in itertools.groupby(rows, key=lambda row: row["Ticker"])}


def _traded(row: dict[str, str]) -> Row:
    return row["Date"], float(row["Open"]), float(row["High"]), float(row["Low"]), float(row["Close"]), int(row["Volume"])


def _without_filled(closes: list[tuple[str, float]]) -> Iterator[Row]:
    for _, group in itertools.groupby(closes, key=lambda each: each[1]):
        run = list(group)
        filled = len(run) > MOST_EQUAL_DAYS
        for place, (day, close) in enumerate(run):
            yield day, None, None, None, None if filled and place else close, None


def _check(dataset: Dataset, ticker: str, rows: list[Row]) -> None:
    days = [row[0] for row in rows]
    if not rows or days != sorted(set(days)):
        raise SourceError(f"{ticker} of {dataset.key} has no days, or one twice, or they are not in order")
    if wrong := [row for row in rows for price in row[1:5] if price is not None and not 0 < price < 1e7]:
        raise SourceError(f"{ticker} of {dataset.key} has prices that can't be: {wrong[:3]}")


def _installed(package: str, name: str) -> Path:
    """Return a file of a package. It doesn't import the package, which would need all its dependencies."""
    found = [file for file in importlib.metadata.files(package) or () if str(file).endswith(name)]
    if len(found) != 1:
        raise SourceError(f"{package} has {len(found)} files {name}, and one was expected: make the environment of this lock")
    return Path(found[0].locate())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python prepare.py <output folder>")
    output = Path(sys.argv[1])
    (output / "licenses").mkdir(parents=True, exist_ok=True)
    write(
        series(_installed("bokeh_sampledata", "_data/stocks.csv.gz"), _installed("skfolio", "data/sp500_dataset.csv.gz")),
        output / FILE,
    )
    shutil.copyfile(_installed("skfolio", "licenses/LICENSE"), output / "licenses" / "skfolio.txt")
