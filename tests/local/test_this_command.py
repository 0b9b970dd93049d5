"""A printed command is spelt as the reader's shell finds it."""

import os
import sys
from pathlib import Path

from local import this_command


def test_the_environment_of_the_laptop_stack_does_not_make_a_command_of_the_readers_shell(monkeypatch) -> None:
    monkeypatch.setattr(this_command, "PATH", os.defpath)
    monkeypatch.setenv("PATH", str(Path(sys.prefix) / "bin"))
    monkeypatch.chdir(this_command.ROOT)
    assert this_command.agent("follow RUN") == "./agent follow RUN"


def test_it_is_agent_where_the_readers_shell_has_it(monkeypatch) -> None:
    monkeypatch.setattr(this_command, "PATH", str(Path(sys.prefix) / "bin"))
    assert this_command.agent("follow RUN") == "agent follow RUN"
