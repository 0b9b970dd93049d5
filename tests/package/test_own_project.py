"""The commands in a person's own project, without a deployment."""

import re
import shutil
from pathlib import Path

import pytest

from cli.new.errors import LanguageError
from cli.new.new_project import new_project
from tests.mcp_servers import serving
from tests.package.conftest import ROOT, Installed


@pytest.fixture(scope="module")
def project(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    done = installed.run("agent", "new", "project", "my-agents", cwd=folder)
    assert done.stdout.startswith("Made the project my-agents:\n  .gitignore\n")
    assert re.search(r"\.venv/bin/pip install file:///\S+/step_functions_agents-0\.1\.0-py3-none-any\.whl\n", done.stdout)
    assert [path.name for path in folder.iterdir()] == ["my-agents"]
    return folder / "my-agents"


def test_a_new_project_is_the_example_with_another_name(installed: Installed, project: Path) -> None:
    example = ROOT / "examples" / "python-program"
    files = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file() and not path.is_symlink()}
    files = {name for name in files if not name.startswith("lambda/toolkit/")}
    for name in files - {"Pulumi.yaml"}:
        assert (project / name).read_bytes() == (example / name).read_bytes(), name
    assert "__main__.py" in files
    assert len((project / "__main__.py").read_text().splitlines()) <= 60
    assert (project / "Pulumi.yaml").read_text() == (example / "Pulumi.yaml").read_text().replace("python-program", "my-agents")
    assert (project / "lambda" / "toolkit").readlink() == installed.package / "lambda" / "toolkit"


@pytest.mark.parametrize("language", ["typescript", "yaml"])
def test_its_program_may_be_in_another_language(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = new_project(tmp_path, "my-agents", language)
    example = ROOT / "examples" / f"{language}-program"
    assert made == tmp_path / "my-agents"
    text = "".join(path.read_text("utf-8") for path in made.glob("*.*") if path.is_file())
    assert (example.name in text, "name: my-agents" in text, "../../docs" in text) == (False, True, False)
    assert (made / "lambda" / "tools" / "word-counter" / "tools.json").is_file()


def test_a_folder_that_is_gone_is_no_place_for_a_project(installed: Installed, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = installed.run("bash", "-c", "rmdir $PWD; agent new project my-agents", cwd=gone, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: the project can't be made in this folder: [Errno 2] No such file or directory")


def test_a_language_without_a_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"there is no program in 'cobol': --language is one of python, typescript, yaml"):
        new_project(tmp_path, "my-agents", "cobol")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", "project", "my-agents"), "my-agents is there already. Remove it, or take another name"),
        (("new", "project", "My Agents"), "the name 'My Agents' is not allowed: a project is named by lower-case words"),
        (("new", "tool", "word-counter", "--language", "go"), "the name 'word-counter' is taken"),
        (("new", "agent", "writer", "--tools", "word-counter"), "the agents of this project stand in its program."),
        (("remove", "agent", "proof-reader"), "the agents of this project stand in its program. Remove it there, and deploy"),
        (("remove", "tool", "word-counter", "--yes"), "the tool function word-counter is in use:\n- __main__.py names its folder"),
        (("up", "sql"), "sql can't be chosen: the program of this project says which agents there are. Deploy them all: agent up"),
        (("call", "no_such_tool"), "there is no tool 'no_such_tool': there is word_counter"),
        (("ask", "proof-reader", "Hello?", "--no-deploy"), "the laptop stack isn't up. Start it: agent up"),
    ],
)
def test_a_command_that_cant_be_carried_out_says_what_to_do(
    arguments: tuple[str, ...], message: str, installed: Installed, project: Path
) -> None:
    folder = project.parent if arguments[1] == "project" else project / "lambda"
    done = installed.run("agent", *arguments, cwd=folder, check=False)
    assert done.returncode != 0
    assert done.stderr.startswith(f"error: {message}")


def test_a_tool_is_made_and_removed_in_the_project(installed: Installed, project: Path) -> None:
    made = installed.run("agent", "new", "tool", "line-counter", "--language", "rust", cwd=project).stdout
    assert made.startswith("Made a tool function in rust: lambda/tools/line-counter\n")
    assert 'ToolFunction("line-counter", {"platform": platform.outputs, "folder": "lambda/tools/line-counter"})' in made
    # What Cargo.toml refers to.
    assert (project / "lambda" / "tools" / "line-counter" / ".." / ".." / "toolkit" / "rust" / "Cargo.toml").is_file()
    needed = installed.run("agent", "doctor", cwd=project, check=False).stdout
    assert "lambda/tools/line-counter" in " ".join(needed.split())
    installed.run("agent", "remove", "tool", "line-counter", "--yes", cwd=project)
    assert not (project / "lambda" / "tools" / "line-counter").exists()


def test_the_tools_of_an_mcp_server_are_pinned_and_called_in_the_project(installed: Installed, project: Path) -> None:
    with serving() as url:
        made = installed.run("agent", "new", "mcp", "sums", f"{url}/mcp", "--tools", "add", cwd=project).stdout
        assert made.startswith(f"Pinned 1 tool of {url}/mcp: lambda/tools/sums/tools.json\n")
        assert 'sums = ToolFunction("sums", {"platform": platform.outputs, "folder": "lambda/tools/sums"})' in made
        assert installed.run("agent", "call", "add", '{"a": 2}', cwd=project).stdout == '{"sum":5}\n'
    shutil.rmtree(project / "lambda" / "tools" / "sums")
