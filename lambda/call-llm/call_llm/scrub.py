"""Takes keys out of texts that a provider wrote.

Providers repeat a key that they refuse: whole, in part, with a mask in its middle, with spaces or line breaks in it, or encoded. So
escapes of a text are resolved, and its letters and digits alone count. They are compared with the key and with its encodings.
"""

import base64
import functools
import html
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from call_llm.errors import LONGEST_CAUSE

SHOWN = "[key]"
LONGEST = 40 * LONGEST_CAUSE
"""The characters of a text that are read. Errors show far fewer."""
_RUN = 8
"""So many characters in a row are a part of a key, and no chance."""
_LONG_RUN = 14
"""The same for letters without a digit, which may be a word that a person put into a key."""
_LAYERS = 4
"""How often a text may be encoded."""

# Prefixes of keys and tokens: OpenAI and its copies, Anthropic, Groq, xAI, Google, Perplexity, Bedrock, sessions of AWS.
_LOOKS_LIKE_A_KEY = re.compile(
    r"\b(?:sk-|gsk_|xai-|AIza|ya29\.|pplx-|ABSK|IQoJb3JpZ2lu)[-_A-Za-z0-9*+/=]{8,}|(?<=Bearer )\S+", re.IGNORECASE
)
_ESCAPE = re.compile(
    r"\\+u\{?(?P<unicode>[0-9a-f]{4,6})\}?|(?:\\+x|0x)(?P<hex>[0-9a-f]{2})(?![0-9a-f])|\\+x(?P<hexes>[0-9a-f]{2})"
    r"|%(?P<percent>[0-9a-f]{2})|(?P<entity>&#?\w{1,8};)|(?P<nothing>\\+[nrtbfv]|<\s*/?\s*w?br\s*/?\s*>|\b0x)",
    re.IGNORECASE,
)
_MASK = re.compile(r"[*•●·#x_-]{3,}|\.{2,}|…|[\[<(](?:\.{3}|…|redacted|masked|hidden)[\]>)]", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9]{4,}")
_NAMES_A_SECRET = re.compile("(key|secret|token|password)(_?id)?$", re.IGNORECASE)
_PEM = re.compile(r"-----[A-Z ]+-----")
# https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
_OF_THE_ROLE = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN")

Span = tuple[int, int]

_made: set[str] = set()


def remember(token: str) -> None:
    """Take a token out of all texts from now on, because it was made from a secret."""
    _made.add(token)


def scrub(text: str, secret: str | None) -> str:
    """Return the text without the secret, without tokens that were made from one, and without the credentials of the role."""
    of_the_role = (os.environ.get(name) for name in _OF_THE_ROLE)
    keys = {part for whole in (secret, *_made, *of_the_role) if whole for part in _parts(whole)}
    text = text[:LONGEST]
    for key in (secret, *keys):
        text = text.replace(key, SHOWN) if key else text
    text = _LOOKS_LIKE_A_KEY.sub(SHOWN, text)
    letters = _letters(text)
    return _without([span for key in keys for span in _spans(text, letters, key)], text)


def scrub_error(error: Exception, secret: str | None) -> None:
    """Take keys out of the words of an exception."""
    error.args = tuple(scrub(part, secret) if isinstance(part, str) else part for part in error.args)


def _parts(secret: str) -> list[str]:
    """Return the parts of a secret that nobody may see. A service account's JSON also has addresses and the names of its fields."""
    try:
        fields = json.loads(secret)
    except ValueError:
        fields = None
    if isinstance(fields, dict):
        named = [str(value) for name, value in fields.items() if _NAMES_A_SECRET.search(name)]
        secrets = [_PEM.sub("", value).strip() for value in named]
    else:
        secrets = [secret]
    return [part for part in secrets if len(part) >= _RUN]


@dataclass(frozen=True)
class _Letter:
    """A letter or digit of a text, once escapes are resolved. start and end: its place in the text."""

    char: str
    start: int
    end: int


def _letters(text: str) -> list[_Letter]:
    """Return the letters and digits of a text, in small letters."""
    units = [_Letter(char, place, place + 1) for place, char in enumerate(text)]
    for _ in range(_LAYERS):
        read = list(_resolved(units))
        if len(read) == len(units):
            break
        units = read
    return [
        _Letter(char, unit.start, unit.end)
        for unit in units
        for char in unicodedata.normalize("NFKC", unit.char).lower()
        if char.isascii() and char.isalnum()
    ]


def _resolved(units: list[_Letter]) -> Iterator[_Letter]:
    """Yield the characters with one layer of escapes resolved."""
    at = 0
    for escape in _ESCAPE.finditer("".join(unit.char for unit in units)):
        yield from units[at : escape.start()]
        at = escape.end()
        yield _Letter(_char(escape), units[escape.start()].start, units[at - 1].end)
    yield from units[at:]


def _char(escape: re.Match[str]) -> str:
    if escape["entity"]:
        return html.unescape(escape["entity"])[:1]
    digits = escape["unicode"] or escape["hex"] or escape["hexes"] or escape["percent"]
    code = int(digits, 16) if digits else 0
    return chr(code) if 32 <= code <= 0x10FFFF else " "


@functools.lru_cache(maxsize=16)
def _runs_of(key: str) -> frozenset[str]:
    """Return all runs of characters of a key and of its encodings."""
    return frozenset(form[at : at + _RUN] for form in _forms(key) for at in range(len(form) - _RUN + 1))


def _forms(key: str) -> list[str]:
    """Return the letters and digits of the key, backwards too, and of its encodings. The encodings may begin before the key."""
    raw = key.encode()
    forms = [key, key[::-1], raw.hex(), "".join(map(str, raw))]
    for bits, encode in ((6, base64.b64encode), (5, base64.b32encode)):
        forms += [_inside(raw, before, bits, encode) for before in range(bits)]
    return [_plain(form) for form in forms]


def _inside(raw: bytes, before: int, bits: int, encode: Callable[[bytes], bytes]) -> str:
    """Return the characters of an encoding that the key alone decides. before: the bytes that precede the key."""
    encoded = encode(b"\0" * before + raw).decode()
    return encoded[-(-before * 8 // bits) : (before + len(raw)) * 8 // bits]


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())


def _spans(text: str, letters: list[_Letter], key: str) -> Iterator[Span]:
    """Yield the places of a text that hold the key or a part of it."""
    runs, plain = _runs_of(key), _plain(key)
    view = "".join(letter.char for letter in letters)
    starts = [at for at in range(len(view) - _RUN + 1) if view[at : at + _RUN] in runs]
    groups: list[list[int]] = []
    for at in starts:
        if groups and at == groups[-1][-1] + 1:
            groups[-1].append(at)
        else:
            groups.append([at])
    for group in groups:
        first, last = group[0], group[-1] + _RUN
        part = view[first:last]
        if len(part) >= min(_LONG_RUN, len(plain)) or not part.isalpha():
            yield letters[first].start, letters[last - 1].end
    yield from _beside_masks(text, key.lower())
    for word in _WORD.finditer(text):
        shown = word[0].lower()
        is_a_word = word[0].isalpha() and (word[0].islower() or word[0].isupper() or word[0].istitle())
        if not is_a_word and (plain.endswith(shown) or (len(shown) >= 6 and plain.startswith(shown))):
            yield word.span()


def _beside_masks(text: str, key: str) -> Iterator[Span]:
    """Yield the places of masked keys, like sk-ab***yz."""
    small = text.lower()
    for mask in _MASK.finditer(text):
        before = next((size for size in range(min(len(key), 20), 2, -1) if small.endswith(key[:size], 0, mask.start())), 0)
        after = next((size for size in range(min(len(key), 20), 2, -1) if small.startswith(key[-size:], mask.end())), 0)
        if before + after >= 4:
            yield mask.start() - before, mask.end() + after


def _without(spans: list[Span], text: str) -> str:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    kept = [0, *(place for span in joined for place in span), len(text)]
    pieces = [text[start:end] for number, (start, end) in enumerate(pairwise(kept)) if number % 2 == 0]
    return SHOWN.join(pieces)
