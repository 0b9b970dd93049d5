"""How the conversations of agents are found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from local.scripted_model.conversations import SCRIPTS
from local.scripted_model.conversations.discovery import load

OPENED = """\
from local.scripted_model.conversations.script import ToolUse, script

script("{agent}", lambda text: ToolUse("final_answer", {{}}))
"""
ONE = """\
from local.scripted_model.conversations.script import conversation


@conversation("{question}", agent="{agent}")
def talk(question):
    yield []
"""

Write = Callable[[str, str], None]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "talks_of_the_tests").mkdir()
    (tmp_path / "talks_of_the_tests" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.modules", __import__("sys").modules.copy())
    for agent in ("bird-watcher", "cook"):
        monkeypatch.setitem(SCRIPTS, agent, None)
        del SCRIPTS[agent]
    return "talks_of_the_tests"


@pytest.fixture
def write(tmp_path: Path, package: str) -> Write:
    def file(name: str, text: str) -> None:
        (tmp_path / package / name).parent.mkdir(exist_ok=True)
        (tmp_path / package / name).write_text(text)

    return file


def test_a_package_is_an_agents_and_all_its_modules_hold_conversations(tmp_path: Path, package: str, write: Write) -> None:
    write("bird_watcher/__init__.py", OPENED.format(agent="bird-watcher"))
    write("bird_watcher/owls.py", ONE.format(agent="bird-watcher", question="Owls?"))
    write("bird_watcher/gulls.py", ONE.format(agent="bird-watcher", question="Gulls?"))
    write("shared.py", "raise AssertionError('no conversations')")
    assert load(package, [str(tmp_path / package)]) == {}
    assert list(SCRIPTS["bird-watcher"].conversations) == ["Gulls?", "Owls?"]


def test_what_cannot_be_imported_is_named_and_keeps_no_other_from_being_played(tmp_path: Path, package: str, write: Write) -> None:
    write("bird_watcher/__init__.py", OPENED.format(agent="bird-watcher"))
    write("bird_watcher/owls.py", "1 / 0")
    write("cook/__init__.py", OPENED.format(agent="cook"))
    write("mute/__init__.py", "")
    assert load(package, [str(tmp_path / package)]) == {
        "bird-watcher": "talks_of_the_tests/bird_watcher/owls: ZeroDivisionError: division by zero",
        "mute": "talks_of_the_tests/mute: LookupError: it opens no script for the agent 'mute': script('mute', …)",
    }
    assert "bird-watcher" not in SCRIPTS
    assert SCRIPTS["cook"].agent == "cook"
