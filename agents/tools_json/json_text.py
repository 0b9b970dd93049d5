"""Parses JSON as strictly as every toolkit does. An error tells the place in the text.

Python's own parser takes NaN, and an object with the same key twice. The parsers of other languages refuse one or both.
"""

import json
from typing import Any, NoReturn


class JsonTextError(ValueError):
    """A text isn't JSON. The message says where and why."""


def parse(content: bytes) -> Any:
    """Return the value of a JSON text. Raises JsonTextError."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_no_number)
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise JsonTextError(f"line {line}: it isn't UTF-8. Save it as UTF-8") from wrong
    except json.JSONDecodeError as wrong:
        raise JsonTextError(f"line {wrong.lineno}, column {wrong.colno}: it isn't JSON: {_in_words(wrong)}") from wrong
    except RecursionError as wrong:
        raise JsonTextError("its objects and lists lie too deep in each other") from wrong


def _in_words(wrong: json.JSONDecodeError) -> str:
    if wrong.doc.startswith("\ufeff"):
        return "it begins with a byte order mark. Save it as UTF-8 without one"
    return wrong.msg[0].lower() + wrong.msg[1:]


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        others = [name for name in found if name not in twice]
        beside = f" beside {', '.join(map(json.dumps, others))}" if others else ""
        raise JsonTextError(f"an object has the key {', '.join(map(json.dumps, twice))} twice{beside}. Remove one")
    return found


def _no_number(word: str) -> NoReturn:
    raise JsonTextError(f"{word} isn't JSON: a number is written with digits")
