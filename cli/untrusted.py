"""Make text of a model, a tool or the web safe to print.

A terminal obeys the text that it prints. An escape sequence in a tool's result could change the window's title, overwrite the text
above, fill the clipboard or hide text behind a link. So all text of a run goes through `clean` before it is printed.
"""

import re

# ECMA-48: control strings (OSC, DCS, SOS, PM, APC) up to their terminator, control sequences (CSI), and two-byte escapes. An
# unterminated control string ends at its line, so that it can't swallow the rest of the text.
_SEQUENCES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c|(?=\n)|$|(?=\x1b))"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)

# The rest of C0 and C1 except tab and newline, and the marks that reorder or hide text on the screen ("Trojan Source").
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Return the text without anything that a terminal acts on, except newlines. Tabs become spaces, lone surrogates `?`."""
    text = text.replace("\r\n", "\n").expandtabs(4)
    text = _CONTROLS.sub("", _SEQUENCES.sub("", text))
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str, limit: int) -> str:
    """Return cleaned text on one line of at most `limit` characters, cut with an ellipsis."""
    text = " ".join(clean(text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
