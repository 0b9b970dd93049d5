"""The parts that attacks are tried on. A test that tries one has the mark `attack(part)`: benchmarks/attacks.py counts them.

An attack is through if its test fails.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

PARTS = {
    "python": "Code of a model, in the process and on the kernel of this machine",
    "python_refused": "Code of a model, where the kernel refuses prctl and seccomp: as Lambda's may",
    "sql": "Queries of a model",
    "cross_run": "Files, conversations and results of another run or another agent",
    "injection": "Orders in a row, a page or an error, to a model that obeys them",
    "state_machine": "Results, calls, inputs and texts that are made to be more than data",
    "secrets": "API keys and what people say, in a log, an error, an output or a terminal",
    "supply_chain": "Packages, locks and caches that were changed, and malicious releases",
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


OF_ANOTHER_RUN = (
    "id_with_a_slash",
    "read_file_of_another_run",
    "read_key_with_dots",
    "read_key_with_marks_of_a_url",
    "read_other_bucket",
    "results_prefix_is_empty",
    "results_prefix_without_a_slash",
)
"""The cases of tests/events/cases in which a tool use reaches for another run's files, by their file's name."""


def contract_case(path: Path) -> ParameterSet:
    """A case of tests/events/cases as a parameter of a test, with the mark of an attack if it is one."""
    return pytest.param(path, id=path.stem, marks=[pytest.mark.attack("cross_run")] if path.stem in OF_ANOTHER_RUN else [])
