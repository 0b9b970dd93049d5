"""`agent up` where nothing has to be deployed."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from cli import laptop as command
from local import deployed, deployment, packages
from local.ports import Ports


class Up:
    """A laptop stack that is up."""

    beside: frozenset[str] = frozenset()
    locked = nullcontext
    ports = Ports()

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_up(self) -> bool:
        return True


def test_an_up_that_only_started_services_leaves_no_agents_to_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "scripted")
    monkeypatch.setattr(packages, "build", lambda agents, say: packages.Built(tuple(agents)))
    monkeypatch.setattr(deployment, "prepare", lambda laptop, chosen, wanted, say: deployed.note_chosen(laptop.folder, wanted))
    laptop = Up(tmp_path)

    def choose(*agents: str) -> None:
        chosen = deployment.chosen_for(laptop, agents, only=True)  # type: ignore[arg-type]
        deployed.note_chosen(tmp_path, deployed.config_of(tmp_path, laptop.ports, chosen))

    choose("sql")
    deployed.note_deployed(tmp_path)
    choose("financial", "sql")

    command.bring_up(laptop, ["sql"], only=True, say=lambda line: None)  # type: ignore[arg-type]

    assert deployed.agents(tmp_path) == ["sql"]
