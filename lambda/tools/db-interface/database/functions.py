"""SQL functions that this database has beside SQLite's own, or in place of one of them."""

import re
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from database.folding import fold

# A conversion of printf: the width, the precision, and the letter. https://www.sqlite.org/printf.html
_CONVERSION = re.compile(r"%[-+ 0#,!]*(\*|\d+)?(?:\.(\*|\d+))?l{0,2}([a-zA-Z%])")


def add_to(connection: sqlite3.Connection, longest: int) -> None:
    """Add the functions to a connection. `longest` is the most bytes of a value."""
    plain = sqlite3.connect(":memory:")
    plain.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)

    def printf(*arguments: Any) -> Any:
        """Do what SQLite's printf does. Refuse a width or a precision that takes minutes: printf('%.*c', 2000000000, 'x')."""
        if arguments and isinstance(arguments[0], str):
            _refuse_long(arguments[0], arguments[1:], longest)
        return plain.execute(f"SELECT printf({','.join('?' * len(arguments))})", arguments).fetchone()[0]

    for name in ("printf", "format"):
        connection.create_function(name, -1, printf, deterministic=True)
    add_unicode_to(connection)


def add_unicode_to(connection: sqlite3.Connection) -> None:
    """Add fold(x), which is no function of SQLite: the notes of the schema name it. lower and upper take the place of SQLite's own,
    which know the letters a to z alone (https://www.sqlite.org/lang_corefunc.html#lower)."""
    for name, change in (("fold", fold), ("lower", str.lower), ("upper", str.upper)):
        connection.create_function(name, 1, _of_text(change), deterministic=True)


def _of_text(change: Callable[[str], str]) -> Callable[[Any], str | None]:
    """Return the function for any value. NULL stays NULL, and a number is changed as a text."""

    def changed(value: Any) -> str | None:
        if value is None:
            return None
        return change(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))

    return changed


def _refuse_long(form: str, arguments: tuple[Any, ...], longest: int) -> None:
    """Raise OverflowError, which SQLite reports as "string or blob too big", for a width or a precision over the longest value."""
    rest = iter(arguments)
    for *numbers, letter in _conversions(form):
        for number in numbers:
            size = next(rest, 0) if number == "*" else int(number or 0)
            if isinstance(size, int | float) and abs(size) > longest:
                raise OverflowError
        if letter != "%":
            next(rest, None)


@lru_cache(100)
def _conversions(form: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = _CONVERSION.findall(form)
    return found
