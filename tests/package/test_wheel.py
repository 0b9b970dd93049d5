"""The wheel holds one import name with everything that a project of one's own needs, and nothing of the demo."""

import re
import subprocess
import sys
from pathlib import Path

import wheel_backend

from tests.package.conftest import ROOT, Installed


def in_git(*folders: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}


def test_it_has_one_import_name(wheel_files: dict[str, bytes]) -> None:
    tops = {name.partition("/")[0] for name in wheel_files}
    assert tops == {"step_functions_agents", "step_functions_agents-0.1.0.dist-info"}


def test_it_has_every_file_of_its_folders_but_the_demos(wheel_files: dict[str, bytes]) -> None:
    packaged = {name.removeprefix("step_functions_agents/") for name in wheel_files if ".dist-info/" not in name}
    agents = wheel_backend.own_agents(ROOT)
    assert {"sql", "time_series"} < {*agents}
    demo = tuple(f"{wheel_backend.CONVERSATIONS}/{name}/" for name in agents)
    wanted = in_git(*wheel_backend.PYTHON, *wheel_backend.FILES)
    wanted -= {*wheel_backend.OF_THE_CHECKOUT, *(f"agents/{name}.py" for name in agents)}
    wanted |= {name.removeprefix("package/step_functions_agents/") for name in in_git("package/step_functions_agents")}
    wanted = {name for name in wanted if not name.startswith(demo)}
    assert packaged - wanted == set()
    assert wanted - packaged == set()


def test_the_commands_are_the_packages(wheel_files: dict[str, bytes]) -> None:
    entry_points = wheel_files["step_functions_agents-0.1.0.dist-info/entry_points.txt"].decode()
    assert entry_points.splitlines() == [
        "[console_scripts]",
        "agent = step_functions_agents.cli.app:main",
        "pulumi-resource-step-functions-agents = step_functions_agents.components.pulumi_package.__main__:main",
    ]


def test_folders_of_a_persons_own_don_t_collide(installed: Installed, tmp_path: Path) -> None:
    for name in ("agents", "components", "cli", "local"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("MINE = True\n")
    code = """
import agents, components, cli, local
from step_functions_agents.agents.declaration import Agent
from step_functions_agents.components.packaging.package import build_all
from step_functions_agents.cli.app import main
from step_functions_agents.local.services import services
print(agents.MINE, components.MINE, cli.MINE, local.MINE, Agent.__module__)
"""
    done = installed.run(str(installed.python), "-c", code, cwd=tmp_path)
    assert done.stdout == "True True True True step_functions_agents.agents.declaration\n"


def test_an_editor_knows_the_args(installed: Installed, tmp_path: Path) -> None:
    program = (ROOT / "examples" / "python-program" / "__main__.py").read_text("utf-8")
    (tmp_path / "program.py").write_text(program.replace('"folder":', '"folders":'))
    # Its types take minutes.
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n[mypy-pulumi_aws.*]\nfollow_imports = skip\n")
    command = (sys.executable, "-m", "mypy", "--python-executable", str(installed.python), "program.py")
    done = installed.run(*command, cwd=tmp_path, check=False)
    assert re.sub(r"program.py:\d+: ", "", done.stdout).splitlines() == [
        'error: Missing key "folder" for TypedDict "ToolFunctionArgs"  [typeddict-item]',
        'error: Extra key "folders" for TypedDict "ToolFunctionArgs"  [typeddict-unknown-key]',
        "Found 2 errors in 1 file (checked 1 source file)",
    ]


def test_without_a_project_a_command_says_how_to_make_one(installed: Installed, tmp_path: Path) -> None:
    assert installed.run("agent", "--version", cwd=tmp_path).stdout == "0.1.0\n"
    done = installed.run("agent", "status", cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: there is no Pulumi.yaml in this folder or above it, so there is no project.")
    assert [*tmp_path.iterdir()] == []
