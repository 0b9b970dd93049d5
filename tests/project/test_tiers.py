"""How the tests are chosen and shared out."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import scheduling, tiers

ROOT = Path(__file__).parents[2]


def test_each_file_and_folder_that_is_named_is_there() -> None:
    named = {*tiers.PLACES, *scheduling.ONE_DEPLOYMENT, scheduling.LANGUAGES}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_a_test_needs_what_its_folder_or_one_of_its_fixtures_needs() -> None:
    assert tiers.needed_by_place("tests/conformance") == tiers.COMPILERS
    assert tiers.needed_by_place("tests/conformance/test_toolkits.py") == tiers.COMPILERS
    assert tiers.needed_by_place("tests/conformance-of-more/test_toolkits.py") is None
    assert tiers.needed_by_fixtures(["tmp_path", "new_project"]) == tiers.PULUMI
    assert tiers.needed_by_fixtures(["tmp_path"]) is None


def test_a_file_is_one_workers_and_so_are_files_that_share_a_deployment_and_a_languages_own_tests() -> None:
    unit = scheduling.unit_of
    assert unit("tests/agents/test_one.py::test[a::b]") == unit("tests/agents/test_one.py::test_other")
    assert unit("tests/agents/test_one.py::test") != unit("tests/agents/test_two.py::test")
    assert unit("tests/end_to_end/test_all_agents.py::test") == unit("tests/end_to_end/test_across_languages.py::test")
    own = "tests/native/test_languages.py::test[{}: {} lambda/toolkit]"
    assert unit(own.format("rust", "cargo test")) == unit(own.format("rust", "cargo doc"))
    assert unit(own.format("rust", "cargo test")) != unit(own.format("go", "go test"))


def test_what_took_longest_comes_first_then_what_builds_and_the_rest_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = {"b.py": 9.0, "tests/end_to_end/test_all_agents.py": 6.0, "tests/end_to_end/test_across_languages.py": 5.0}
    monkeypatch.setattr(scheduling, "_measured", lambda: measured)
    shared = ("tests/end_to_end/test_across_languages.py::1", "tests/end_to_end/test_all_agents.py::1")
    names = ("a.py::1", "b.py::1", "b.py::2", "c.py::1", *shared, "a.py::2", "d.py::1")
    items: list[Any] = [SimpleNamespace(nodeid=name, fixturenames=()) for name in names]
    items[3].fixturenames = ("built_tool",)
    scheduling.longest_first(items)
    assert [item.nodeid.rpartition("/")[2] for item in items] == [
        *("b.py::1", "b.py::2", "test_across_languages.py::1", "test_all_agents.py::1"),
        *("c.py::1", "a.py::1", "a.py::2", "d.py::1"),
    ]
