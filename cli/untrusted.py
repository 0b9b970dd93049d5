"""Makes text of a model, a tool or the web safe to print.

A terminal obeys what it prints: an escape sequence in a tool's result could retitle the window, overwrite what stands above, fill
the clipboard or hide text behind a link. Nothing that comes out of a run is printed before it has been through `clean`.
"""

import re

# ECMA-48: control strings (OSC, DCS, SOS, PM, APC) up to their terminator, control sequences (CSI), and two-byte escapes. An
# unterminated control string ends at its line, so that it can't swallow the rest of the text.
_SEQUENCES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c|(?=\n)|$|(?=\x1b))"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)

# What is left of C0 and C1 but for tab and newline; and the marks that reorder or hide text on the screen ("Trojan Source").
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """The text without anything that a terminal acts on, but for newlines; tabs become spaces, lone surrogates `?`."""
    text = text.replace("\r\n", "\n").expandtabs(4)
    text = _CONTROLS.sub("", _SEQUENCES.sub("", text))
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str, limit: int) -> str:
    """Cleaned text on one line of at most `limit` characters, cut with an ellipsis."""
    text = " ".join(clean(text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
