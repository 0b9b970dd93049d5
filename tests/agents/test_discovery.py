"""How the agents of a folder are found."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agents import AGENTS
from agents.declaration import DeclarationError
from agents.discovery import AgentFileError, Agents

ROOT = Path(__file__).resolve().parents[2]
AGENT = """\
from agents.declaration import Agent

{constant} = Agent("{name}", "d", "p", (), {{"type": "object", "properties": {{}}, "additionalProperties": False}})
"""
PACKAGE = "agents_of_the_tests"
TWO_NAMES = (
    f"{PACKAGE}/cook.py declares the agent 'chef': a file has the name of its one agent, so declare it in {PACKAGE}/chef.py, "
    "or name it 'cook'"
)

Found = Callable[..., Agents]


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Found:
    """The agents of a package with these files."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "modules", sys.modules.copy())

    def agents(**files: str) -> Agents:
        folder = tmp_path / PACKAGE
        folder.mkdir()
        for name, text in {"__init__": "", **files}.items():
            (folder / f"{name}.py").write_text(text)
        return Agents(PACKAGE, folder)

    return agents


def agent(name: str, constant: str = "ONE") -> str:
    return AGENT.format(name=name, constant=constant)


def test_the_projects_agents_are_found_in_alphabetical_order() -> None:
    files = [path.stem.replace("_", "-") for path in (ROOT / "agents").glob("*.py") if "Agent(\n" in path.read_text()]
    assert list(AGENTS) == sorted(files)
    assert {name: agent.name for name, agent in AGENTS.items()} == {name: name for name in AGENTS}
    assert (AGENTS.broken, AGENTS.usable) == ({}, dict(AGENTS))


def test_a_file_is_an_agent_and_a_file_without_one_is_shared(found: Found) -> None:
    agents = found(zoo=agent("zoo"), bird_watcher=agent("bird-watcher"), shared="CHARTS = {}")
    assert list(agents) == ["bird-watcher", "zoo"]
    assert agents["bird-watcher"].name == "bird-watcher"
    assert "shared" not in agents
    with pytest.raises(KeyError):
        agents["shared"]


def test_an_agent_may_be_a_variation_of_another_files(found: Found) -> None:
    varied = f"from dataclasses import replace\nfrom {PACKAGE}.zoo import ONE\n\nTWO = replace(ONE, name='zoo-at-night')\n"
    agents = found(zoo=agent("zoo"), zoo_at_night=varied)
    assert [agents[name].name for name in agents] == ["zoo", "zoo-at-night"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (\n", f"{PACKAGE}/cook.py, line 1: SyntaxError: '(' was never closed"),
        ("\n\nimport no_such_module\n", f"{PACKAGE}/cook.py, line 3: ModuleNotFoundError: No module named 'no_such_module'"),
        (
            agent("COOK"),
            f"{PACKAGE}/cook.py, line 3: agent name 'COOK': allowed are 1 to 30 lower-case letters, digits and -, a letter first",
        ),
        (agent("chef"), TWO_NAMES),
        (agent("cook") + agent("chef", "TWO"), TWO_NAMES),
    ],
)
def test_a_file_that_is_wrong_is_named_when_its_agent_is_used_and_hides_no_other(found: Found, text: str, message: str) -> None:
    agents = found(cook=text, zoo=agent("zoo"))
    assert list(agents) == ["cook", "zoo"]
    assert agents["zoo"].name == "zoo"
    assert "cook" in agents
    assert agents.broken == {"cook": message}
    assert list(agents.usable) == ["zoo"]
    for _ in range(2):
        with pytest.raises(AgentFileError) as wrong:
            agents["cook"]
        assert str(wrong.value) == message
    assert isinstance(wrong.value, DeclarationError)


def test_nothing_is_imported_before_somebody_looks(found: Found) -> None:
    agents = found(cook=agent("cook"))
    assert f"{PACKAGE}.cook" not in sys.modules
    assert agents["cook"].name == "cook"
    assert f"{PACKAGE}.cook" in sys.modules
