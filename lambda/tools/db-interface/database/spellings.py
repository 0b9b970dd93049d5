"""Says why a search for a text may have found nothing: its other spellings, similar values, or the few values there are."""

import re
import sqlite3
import time
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

from database import connection, functions
from database.comparisons import Comparison, comparisons
from database.folding import fold
from database.tables import PERSON

SECONDS_FOR_ROWS = 1
"""The processor time for a result that has rows. It may lack some."""
SECONDS_FOR_NONE = 3
"""The processor time for a result without rows."""
MOST_COMPARISONS = 8
MOST_NAMED = 5
MOST_VALUES = 40
"""A column with as many values as this is described by them."""
MOST_CHARACTERS = 60
ALIKE = 0.8
_ADVICE = "fold(x) = fold('text') ignores accents, case, spaces and punctuation."

Column = tuple[str, str]
"""A table and one of its columns."""


def hint(path: Path, sql: str, reads: Iterable[Column], nothing: bool, seconds: float) -> str | None:
    """Return a hint for a result, or None.

    reads: the columns that the query reads
    nothing: the result has no row, or one row of NULL and 0
    seconds: the time that is left
    """
    asked = comparisons(sql)[:MOST_COMPARISONS]
    if not asked:
        return None
    database = connection.connect(path)
    functions.add_unicode_to(database)
    search = _Search(database, SECONDS_FOR_NONE if nothing else SECONDS_FOR_ROWS, seconds)
    try:
        search.run(asked, _text_columns(database, reads), nothing)
    except (sqlite3.OperationalError, MemoryError):
        # The time or the room is over. A part of a hint is better than none.
        pass
    finally:
        database.close()
    said = list(dict.fromkeys(search.said))
    return " ".join([*said, _ADVICE] if search.folding_helps else said) or None


def _text_columns(database: sqlite3.Connection, reads: Iterable[Column]) -> list[Column]:
    """Return the columns of texts among those that the query reads. Of the tables that share a column it takes the smallest."""
    found: dict[str, str] = {}
    for table, column in sorted(reads, key=lambda read: _size(database, read[0])):
        kind = database.execute("SELECT type FROM pragma_table_info(?) WHERE name = ?", [table, column]).fetchone()
        if kind == ("TEXT",):
            found.setdefault(column, table)
    return [(table, column) for column, table in found.items()]


def _size(database: sqlite3.Connection, table: str) -> int:
    known = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone()
    return int(database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]) if known else 0


class _Search:
    """Looks for the texts of a query in the database, until one of its times is over."""

    def __init__(self, database: sqlite3.Connection, processor_seconds: float, seconds: float):
        self._database = database
        # A busy machine gives little processor time. What is found must not depend on it.
        self._processor_end, self._end = time.process_time() + processor_seconds, time.monotonic() + seconds
        database.set_progress_handler(self._is_over, 20_000)
        self.said: list[str] = []
        self.folding_helps = False

    def _is_over(self) -> bool:
        return time.process_time() > self._processor_end or time.monotonic() > self._end

    def run(self, asked: list[Comparison], columns: list[Column], nothing: bool) -> None:
        for comparison in asked:
            if "fold" not in comparison.words and (nothing or not _is_code(comparison.text)):
                self._other_spellings(comparison, _meant(comparison, columns))
        if nothing and not self._person(asked, columns) and not self.said:
            for comparison in asked:
                self._similar(comparison, _meant(comparison, columns))

    def _other_spellings(self, comparison: Comparison, columns: list[Column]) -> None:
        """Name the values that the comparison doesn't find, and would find if both sides were folded."""
        text, folded = comparison.text, fold(comparison.text)
        if not folded.strip("%_"):
            return
        sign = "LIKE" if comparison.like else "="
        # LOWER and UPPER in the query find other cases.
        any_case = {"lower", "upper", "nocase"} & set(comparison.words)
        missed = "lower(value) <> lower(:text)" if any_case else f"NOT value {sign} :text"
        for table, column in columns:
            rows = self._database.execute(
                f'SELECT value FROM (SELECT DISTINCT "{column}" AS value FROM "{table}") '
                f"WHERE fold(value) {sign} :folded AND {missed} LIMIT :most",
                {"text": text, "folded": folded, "most": MOST_NAMED + 1},
            )
            if others := [value for (value,) in rows]:
                self.said.append(f"{_literal(text)} is also written {_listed(others)} in {table}.{column}.")
                self.folding_helps = True

    def _person(self, asked: list[Comparison], columns: list[Column]) -> bool:
        """Name the people with the name that the query asks for, or with its last name. Return whether there are some."""
        table, key, first, last = PERSON
        parts = {name: each.text.strip("%") for each in asked for name in (first, last) if name.lower() in each.words}
        both = [each.text for each in asked if {first.lower(), last.lower()} <= set(each.words)]
        if len(both) == 2:
            # (nameFirst, nameLast) = ('José', 'Ramírez')
            parts = dict(zip((first, last), both, strict=True))
        if len(parts) == 2:
            name = parts[last] if parts[first] == parts[last] else f"{parts[first]} {parts[last]}"
        else:
            # An alias may stand for the whole name, and a key is asked for by a name.
            whole = [each.text.strip("%") for each in asked if key.lower() in each.words or _meant(each, columns) == columns]
            name = next((text for text in whole if " " in text), "")
        if not name:
            return False
        full = f"{first} || ' ' || {last}"
        people = self._people(f"fold({full}) = ?", [fold(name)])
        if not people and len(parts) == 2:
            people = self._people(f"fold({last}) = ?", [fold(parts[last])], f"fold({first}) LIKE '{fold(parts[first])[:1]}%' DESC")
        if not people:
            return False
        more = f" and {len(people) - MOST_NAMED} more" if len(people) > MOST_NAMED else ""
        self.said.append(f"For {_literal(name)} there is in {table}: {', '.join(people[:MOST_NAMED])}{more}.")
        return True

    def _people(self, condition: str, values: list[str], first_those: str = "1") -> list[str]:
        table, key, first, last = PERSON
        rows = self._database.execute(
            f"SELECT {first} || ' ' || {last}, {key}, debut FROM {table} WHERE {condition} ORDER BY {first_those}, debut DESC",
            values,
        )
        return [f"{name} ({key}{f', debut {debut}' if debut else ''})" for name, key, debut in rows]

    def _similar(self, comparison: Comparison, columns: list[Column]) -> None:
        """Name the values that are like a text that isn't there, or all values if they are few."""
        absent = [(table, column) for table, column in columns if not self._is_there(comparison, table, column)]
        if not absent or absent != columns:
            return
        text = _literal(comparison.text)
        for table, column in absent:
            values = self._values(table, column)
            if alike := self._alike(comparison.text, values):
                self.said.append(f"{text} isn't in {table}.{column}. Near it: {_listed(alike)}.")
            elif len(columns) == 1:
                few = len(values) <= MOST_VALUES
                its = f" Its values: {_listed(sorted(values), MOST_VALUES)}." if few else ""
                self.said.append(f"{text} isn't in {table}.{column}.{its}")
                if not few:
                    self._elsewhere(comparison.text, table)

    def _elsewhere(self, text: str, table: str) -> None:
        """Name another column of the table that has the text, or a longer text with it."""
        wanted = fold(text).replace("%", "").replace("_", "")
        columns = self._database.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", [table]).fetchall()
        for (column,) in columns if len(wanted) >= 4 else []:
            if found := [value for value in self._values(table, column) if wanted in fold(value)]:
                self.said.append(f"{table}.{column} has {_listed(sorted(found, key=len))}.")

    def _is_there(self, comparison: Comparison, table: str, column: str) -> bool:
        sign = "LIKE" if comparison.like else "="
        value, text = f'"{column}"', comparison.text
        if "fold" in comparison.words:
            value, text = f"fold({value})", fold(text)
        return self._database.execute(f'SELECT 1 FROM "{table}" WHERE {value} {sign} ? LIMIT 1', [text]).fetchone() is not None

    def _values(self, table: str, column: str) -> list[str]:
        rows = self._database.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" > \'\'')
        return [value for (value,) in rows]

    def _alike(self, text: str, values: Iterable[str]) -> list[str]:
        """Return the values that are like the text, the best first: it is a part of them, a letter is wrong, or it is initials."""
        wanted = fold(text).replace("%", "").replace("_", "")
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        found: list[tuple[float, str]] = []
        for value in values:
            folded = fold(value)
            matcher.set_seq1(folded)
            if len(wanted) >= 4 and wanted in folded:
                found.append((2 - len(folded) / 1000, value))
            elif len(wanted) >= 3 and wanted == fold("".join(re.findall(r"\b\w", value))):
                found.append((1, value))
            elif matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and (likeness := matcher.ratio()) >= ALIKE:
                found.append((likeness, value))
            if self._is_over():
                break
        return [value for _, value in sorted(found, key=lambda each: (-each[0], each[1]))]


def _meant(comparison: Comparison, columns: list[Column]) -> list[Column]:
    """Return the columns that a condition names. A condition on an alias names none, and may mean any column of the query."""
    return [(table, column) for table, column in columns if column.lower() in comparison.words] or columns


def _is_code(text: str) -> bool:
    """Return whether a text looks like NYA, 2B or ruthba01. A code has one spelling, and most queries ask for some."""
    return text.isascii() and " " not in text and (text.upper() == text or any(letter.isdigit() for letter in text))


def _listed(values: list[str], most: int = MOST_NAMED) -> str:
    shown = [value if len(value) <= MOST_CHARACTERS else f"{value[:MOST_CHARACTERS]}…" for value in values[:most]]
    return ", ".join(map(_literal, shown)) + (" and others" if len(values) > most else "")


def _literal(text: str) -> str:
    """Return the text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
