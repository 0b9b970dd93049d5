"""The programs that a machine lacks."""

from cli.needed_programs import PROGRAMS, findings, languages_of
from components.packaging.package import TOOLCHAINS


def test_each_language_but_python_has_its_programs():
    assert {*PROGRAMS} == {*TOOLCHAINS} - {"python"}


def test_a_language_is_looked_for_where_an_agent_needs_it():
    assert languages_of({"sql": {"python"}, "clustering": {"python", "rust"}, "web": {"go"}, "more": {"rust"}}) == {
        "rust": ["clustering", "more"],
        "go": ["web"],
    }


def test_what_is_missing_or_too_old_says_how_to_install_it_and_for_whom():
    versions = {"rustc": "1.88.1", "cargo": "1.89.0", "cc": "12.2"}
    found = {
        one.program: one for one in findings({"rust": ["clustering"], "go": ["web"]}, lambda program: versions.get(program.name))
    }
    assert list(found) == ["rustc", "cargo", "go", "cc"]
    assert {name: (one.needed, one.found, one.needed_by, bool(one.remedy)) for name, one in found.items()} == {
        "rustc": ("1.89 or newer", "1.88.1", "clustering", True),
        "cargo": ("1.89 or newer", "1.89.0", "clustering", False),
        "go": ("1.26 or newer", "", "web", True),
        "cc": ("any", "12.2", "make test, for a real model", False),
    }
    assert "https://go.dev/dl/" in found["go"].remedy
