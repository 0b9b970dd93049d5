"""The hooks of a commit fetch nothing: all of them are programs of the project's environment."""

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_each_hook_is_a_program_that_the_locks_install() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    hooks = [hook for repository in repositories for hook in repository["hooks"]]

    assert {repository["repo"] for repository in repositories} == {"local"}
    assert {hook["language"] for hook in hooks} == {"system"}
    programs = [Path(hook["entry"].split()[0]) for hook in hooks]
    assert {program.parent for program in programs} == {Path(".venv/bin")}
    assert [program.name for program in programs if not Path(sys.executable).with_name(program.name).exists()] == []
