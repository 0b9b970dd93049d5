"""The keys of files in S3. docs/reference/contracts.md, Keys, has the rules. They are the same in every language."""

import hashlib
import re

INPUTS = "inputs/"
"""The folder of the bucket into which people put files for agents."""

MOST_PART_BYTES = 128
_END_BYTES = 30
_ESCAPED = re.compile(rb"^\.|[^A-Za-z0-9_.-]")

_WRITTEN = re.compile(r"[A-Za-z0-9_=-][A-Za-z0-9_.=-]*(/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*")

DOTS = ".\u2024\u2025\u2026\ufe19\ufe30\ufe52\uff0e"
"""The characters that are nothing but dots in Unicode's form NFKC."""
HIDDEN = "\\\u2100\u2101\u2105\u2106\ufe68\ufe6a\uff05\uff0f\uff3c"
"""The backslash, and the characters whose form NFKC has a slash, a backslash or a percent sign."""
_STRAYS = re.compile(rf"(?:^|/)[{DOTS}]*(?:/|$)|[\x00-\x1f\x7f-\x9f{re.escape(HIDDEN)}]|%(?:00|25|2e|2f|5c)", re.IGNORECASE)


def part(text: str) -> str:
    """Return the part of a key for an id or a name. Two texts never have one part. It is never empty, `.` or `..`."""
    data = text.encode()
    escaped = _ESCAPED.sub(lambda byte: b"=%02X" % byte[0][0], data).decode() or "="
    if len(escaped) <= MOST_PART_BYTES:
        return escaped
    return f"{escaped[:_END_BYTES]}=={hashlib.sha256(data).hexdigest()}=={escaped[-_END_BYTES:]}"


def begins_well(prefix: str, key: str) -> bool:
    """Return whether a file is one of the run, whose keys begin with the prefix, or one that people put there for agents."""
    return key.startswith((prefix, INPUTS))


def strays(prefix: str, key: str) -> bool:
    """Return whether a key that begins well may lead elsewhere. A client or a server might follow dots and undo escapes."""
    if key.startswith(prefix):
        return not _WRITTEN.fullmatch(key[len(prefix) :])
    return bool(_STRAYS.search(key[len(INPUTS) :]))
