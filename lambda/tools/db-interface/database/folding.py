"""Folds a text, so that two spellings of one name are equal: José Ramírez and JOSE RAMIREZ, J.D. Martinez and J. D. Martinez."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode doesn't take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th", "ƶ": "z"}
)
_PUNCTUATION = re.compile(r"[^\w%]+")
_GENERATION = re.compile(r"[\s,]+(?:jr|sr)\.?(?=\s*%?\s*\Z)")
"""Names of fathers and sons are stored with and without it."""


@lru_cache(100_000)
def fold(text: str) -> str:
    """Return the letters and digits of a text, in lower case and without accents, and without a "Jr." at the end.

    `%` and `_` stay, because they are wildcards of LIKE.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(letter for letter in text if not unicodedata.combining(letter)).translate(_LETTERS)
    text = text.lower()
    if "jr" in text or "sr" in text:
        text = _GENERATION.sub("", text)
    return text if text.isalnum() else _PUNCTUATION.sub("", text)
