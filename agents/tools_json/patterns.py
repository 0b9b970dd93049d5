r"""Refuses a regular expression that doesn't mean the same in every language of the tools.

RE2 (Python), its ports RE2JS (TypeScript) and RE2/J (Java), Go's regexp and Rust's regex run a pattern. Each needs a time in
proportion to the text. Editors and providers may run it by other engines. All of them read the same few things alike: characters,
classes, groups, alternatives, quantifiers, ^ and $. Some of the differences:
- \d, \w, \s and \b know all of Unicode in Rust, and ASCII alone in RE2 and Go.
- A dot fits \r and U+2028 in RE2, Go and Rust, and not in JavaScript and Java.
- RE2 and Rust know neither lookaround nor references back. RE2 repeats 1,000 times at most.
- JavaScript refuses a ], { or } without a backslash, and a backslash that isn't needed.
- Java and Rust read [ and && in a class as sets.
"""

import re

# Characters that stand for themselves after a backslash, in all five languages.
_SYNTAX = r"\^$.*+?()[]{}|/"
_ESCAPES = {"t", "n", "r", *_SYNTAX}
_IN_A_CLASS = _ESCAPES | {"-"}
_INSTEAD = {
    "d": "write [0-9]",
    "D": "write [^0-9]",
    "w": "write [a-zA-Z0-9_]",
    "W": "write [^a-zA-Z0-9_]",
    "s": r"write [ \t\r\n]",
    "S": r"write [^ \t\r\n]",
    "b": "say which characters may stand there",
    "p": "write the ranges of characters that are meant, like [a-zA-ZÀ-ÖØ-öø-ÿ]",
    "u": "write the character itself",
    "x": "write the character itself",
}
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d+)(,(\d*))?\})\??")
_SETS = ("&&", "||", "~~", "--")
_MOST_REPEATED = 1000


def problem(pattern: str) -> str | None:
    """Return why a pattern is refused and what to write instead, or None if it means the same everywhere."""
    try:
        _read(pattern)
    except _Refused as refused:
        return str(refused)
    try:
        re.compile(pattern)
    except re.error as wrong:
        return f"it is no regular expression: {wrong}"
    return None


class _Refused(Exception):
    """A pattern is refused. The message says why."""


def _read(pattern: str) -> None:
    at, repeatable, depth = 0, False, 0
    # The sizes of the groups that are open, and of the last part: the characters of what is read, with its repeats written out.
    sizes, last = [0], 0
    while at < len(pattern):
        character = pattern[at]
        if quantifier := _QUANTIFIER.match(pattern, at):
            if not repeatable:
                raise _Refused(
                    f"{quantifier[0]} at character {at + 1} repeats nothing that may be repeated; \\{character} is itself"
                )
            _refuse_repeats(quantifier)
            sizes[-1] += last * (max(int(quantifier[3] or quantifier[1] or 1), 1) - 1)
            at, repeatable = quantifier.end(), False
        elif character == "\\":
            _refuse_escape(pattern, at, _ESCAPES)
            at, repeatable, last = at + 2, True, 1
            sizes[-1] += 1
        elif character == "[":
            at, repeatable, last = _end_of_class(pattern, at), True, 1
            sizes[-1] += 1
        elif character == "(":
            if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
                raise _Refused(f"{pattern[at : at + 4]} isn't the same in all languages: groups are ( ) and (?: )")
            at, repeatable, depth = at + (3 if pattern.startswith("(?:", at) else 1), False, depth + 1
            sizes.append(0)
        elif character == ")":
            at, repeatable, depth = at + 1, True, depth - 1
            if len(sizes) > 1:
                last = max(sizes.pop(), 1)
                sizes[-1] += last
        elif character == ".":
            raise _Refused(
                r"a dot matches different line ends in each language: write the class of what is allowed, or [^\n]; \. is a dot"
            )
        elif character in "]{}":
            raise _Refused(f"{character} at character {at + 1} stands for nothing: write \\{character}")
        else:
            at, repeatable, last = at + 1, character not in "^$|", 1
            sizes[-1] += 1
    if sizes[0] > _MOST_REPEATED:
        raise _Refused(
            f"with its repeats written out it has {sizes[0]:,} parts: allowed are {_MOST_REPEATED:,}; maxLength counts further"
        )
    if depth:
        raise _Refused("a ( or a ) has no partner")


def _refuse_escape(pattern: str, at: int, allowed: set[str]) -> None:
    letter = pattern[at + 1 : at + 2]
    if letter not in allowed or not letter:
        instead = _INSTEAD.get(letter, "write the character itself")
        raise _Refused(f"\\{letter} isn't the same in all languages: {instead}")


def _refuse_repeats(quantifier: re.Match[str]) -> None:
    low, high = quantifier[1], quantifier[3]
    if any(int(number) > _MOST_REPEATED for number in (low, high) if number):
        raise _Refused(f"{quantifier[0]} repeats too often: allowed are {_MOST_REPEATED:,}, and maxLength counts further")
    if low and high and int(low) > int(high):
        raise _Refused(f"{quantifier[0]} ends before it begins")


def _end_of_class(pattern: str, start: int) -> int:
    """Return where the text after a class begins."""
    at = start + (2 if pattern.startswith("[^", start) else 1)
    first = at
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at] == "\\":
            _refuse_escape(pattern, at, _IN_A_CLASS)
            at += 2
        elif pattern[at] in "[$":
            raise _Refused(f"{pattern[at]} in a class isn't the same in all languages: write \\{pattern[at]}")
        elif pattern[at : at + 2] in _SETS:
            raise _Refused(f"{pattern[at : at + 2]} in a class isn't the same in all languages: write each character once")
        else:
            at += 1
    if at >= len(pattern):
        raise _Refused("a class has no end: a ] is missing")
    if at == first:
        raise _Refused("a class is empty")
    return at + 1
