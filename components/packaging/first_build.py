"""How long packages take that were never built on this machine, to say before they are."""

from collections.abc import Sequence

CPU_SECONDS = {"rust": 450, "go": 110, "java": 25, "typescript": 20, "python": 18}
"""Of one function, with nothing downloaded and no library compiled. Rough: the two cores that were measured had other work too."""

NAMES = {"rust": "Rust", "go": "Go", "java": "Java", "typescript": "TypeScript", "python": "Python"}

WORTH_SAYING = 20.0
"""Seconds that a person waits without being told."""


def how_long(languages: Sequence[str]) -> str | None:
    """Say it in one sentence, for the language of each function; None where it isn't worth saying."""
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
