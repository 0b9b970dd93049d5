"""The parts that attacks are tried on. A test that tries one has the mark `attack(part)`: benchmarks/attacks.py counts them.

An attack is through if its test fails.
"""

from collections.abc import Iterator

import pytest

PARTS = {
    "python": "Code of a model, in the process and on the kernel of this machine",
    "python_refused": "Code of a model, where the kernel refuses prctl and seccomp: as Lambda's may",
    "sql": "Queries of a model",
    "cross_run": "Files, conversations and results of another run or another agent",
    "state_machine": "Results, calls, inputs and texts that are made to be more than data",
    "secrets": "API keys and what people say, in a log, an error, an output or a terminal",
    "laptop": "Web pages, forged requests and guessed keys, at each service of the laptop stack",
    "iam": "Roles, of which each tries more than it is for",
}


class UnknownPartError(Exception):
    """A test names a part that isn't there."""


def parts_of(item: pytest.Item) -> Iterator[str]:
    """The parts that a test attacks. Raises UnknownPartError."""
    for mark in item.iter_markers("attack"):
        for part in mark.args:
            if part not in PARTS:
                raise UnknownPartError(f"{item.nodeid} attacks {part!r}: allowed are {', '.join(PARTS)}")
            yield part
