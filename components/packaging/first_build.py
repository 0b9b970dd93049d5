"""Estimates the time of a first build on this machine, so that a person is told before it starts."""

from collections.abc import Sequence

CPU_SECONDS = {"rust": 450, "go": 110, "java": 25, "typescript": 20, "python": 18}
"""CPU seconds of one function's first build, with nothing downloaded or compiled. Rough: the two measured cores had other work."""

NAMES = {"rust": "Rust", "go": "Go", "java": "Java", "typescript": "TypeScript", "python": "Python"}

WORTH_SAYING = 20.0
"""The shortest build, in seconds, that a person is told about."""


def how_long(languages: Sequence[str]) -> str | None:
    """Return one sentence about the time of the first build, or None if the build is short.

    languages: the language of each function.
    """
    seconds = sum(CPU_SECONDS.get(language, 0) for language in languages) / 2
    if seconds < WORTH_SAYING:
        return None
    *others, last = [NAMES[language] for language in CPU_SECONDS if language in languages]
    compiled = f"{', '.join(others)} and {last}" if others else last
    return f"The first build in {compiled} takes about {_in_words(seconds)} on two cores, once."


def _in_words(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return "half a minute" if seconds < 45 else "a minute"
    return f"{minutes} minutes"
