"""How the tests are shared out between the workers of pytest-xdist.

A file's tests run on one worker, because its fixtures are for all of them. Some files share more: a deployment. What takes longest
begins first, so that no worker is left alone with it at the end.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.tiers import needed_by_fixtures, needed_by_place

FIGURES = Path(__file__).parents[1] / "benchmarks" / "results" / "tests.json"

# Files that use one deployment, which is a session's: each worker that runs one of them makes it.
ONE_DEPLOYMENT = {
    "tests/end_to_end/test_attacks.py": "the stack of make demo",
    "tests/end_to_end/test_across_languages.py": "all agents",
    "tests/end_to_end/test_all_agents.py": "all agents",
    "tests/end_to_end/test_models.py": "the stack of make demo",
    "tests/end_to_end/test_whole_system.py": "the stack of make demo",
}
LANGUAGES = "tests/native/test_languages.py"


class Scheduling(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(nodeid: str) -> str:
    """What has to stay together with this test on one worker."""
    path, _, test = nodeid.partition("::")
    if path == LANGUAGES:
        # Each language compiles in a folder of its own.
        return f"{path}::{test.partition(':')[0]}"
    return ONE_DEPLOYMENT.get(path, path)


def longest_first(items: list[pytest.Item]) -> None:
    """Sorts units by the seconds that their files took when they were measured.

    Of those that weren't among the slowest, the ones that need more than Python come first: they build something.
    """
    seconds: dict[str, float] = {}
    builds: set[str] = set()
    for item in items:
        unit, file = unit_of(item.nodeid), item.nodeid.partition("::")[0]
        seconds[unit] = max(seconds.get(unit, 0.0), _measured().get(file, 0.0))
        if needed_by_place(file) or needed_by_fixtures(getattr(item, "fixturenames", ())):
            builds.add(unit)
    items.sort(key=lambda item: (-seconds[unit := unit_of(item.nodeid)], unit not in builds))


@cache
def _measured() -> dict[str, float]:
    """Seconds of the slowest files, by path."""
    figures = json.loads(FIGURES.read_text("utf-8"))["figures"] if FIGURES.is_file() else []
    return {figure["name"]: figure["value"] for figure in figures if figure["name"].endswith(".py")}
