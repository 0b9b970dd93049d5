"""`agent new tool`: what is made and what is refused. That it works is for test_made_tools.py."""

import json
from pathlib import Path

import pytest

from cli.new.new_tool import languages
from components.packaging.package import TOOLCHAINS
from tests.cli.new.conftest import Scaffold, files_in

LANGUAGES = sorted(TOOLCHAINS)


def test_every_language_has_a_template() -> None:
    from components.packaging.package import ROOT

    assert languages(ROOT) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tool_is_its_languages_template_with_the_name_replaced(project: Path, scaffold: Scaffold, language: str) -> None:
    before = files_in(project)
    done = scaffold("tool", "counter-of-the-tests", "--language", language)
    assert (done.returncode, done.stderr) == (0, "")

    after = files_in(project)
    assert {name: content for name, content in after.items() if name in before} == before
    made = {name: content.decode() for name, content in after.items() if name not in before}
    assert all(name.startswith("lambda/tools/counter-of-the-tests/") for name in made)
    for spelling in ("my-tool", "my_tool", "MyTool", "myTool", "MY_TOOL"):
        assert [name for name, content in made.items() if spelling in content or spelling in name] == []
    tools = json.loads(made["lambda/tools/counter-of-the-tests/tools.json"])
    assert tools["language"] == language
    assert [tool["name"] for tool in tools["tools"]] == ["counter_of_the_tests"]
    shown = {name: name.removeprefix("lambda/tools/counter-of-the-tests/") for name in made}
    assert [name for name in made if f"  {shown[name]}\n" not in done.stdout] == []
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_templates_take_the_same_input(project: Path, language: str) -> None:
    [tool] = json.loads((project / f"lambda/toolkit/{language}/template/tools.json").read_text())["tools"]
    schema = tool["input_schema"]
    assert (list(schema["properties"]), schema["required"], schema["additionalProperties"]) == (["text"], ["text"], False)


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("db-interface", "python", "error: the name 'db-interface' is taken: there are "),
        ("execute-python", "python", "error: the name 'execute-python' is taken: there are "),
        ("Word", "python", "error: the name 'Word' is not allowed: a tool function is named by "),
        ("", "python", "error: no name was given: a tool function is named by "),
        ("counter-of-the-tests", "cobol", "error: there is no language 'cobol': --language is one of "),
        ("counter-of-the-tests", "", "error: no language was given: --language is one of "),
        ("counter-of-the-tests", "../python", "error: there is no language '../python': --language is one of "),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_left(
    project: Path, scaffold: Scaffold, name: str, language: str, said: str
) -> None:
    before = files_in(project)
    done = scaffold("tool", name, "--language", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert files_in(project) == before


def test_a_folder_that_is_in_the_way_is_left_alone(project: Path, scaffold: Scaffold) -> None:
    mine = project / "lambda" / "tools" / "counter-of-the-tests" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    done = scaffold("tool", "counter-of-the-tests", "--language", "python")
    assert done.stderr == (
        "error: lambda/tools/counter-of-the-tests is there already, without a tools.json. Remove it, or take another name\n"
    )
    assert [path.name for path in mine.parent.iterdir()] == ["notes.txt"]


def test_a_template_that_cannot_be_copied_leaves_nothing(project: Path, scaffold: Scaffold) -> None:
    # No text, so the name can't be replaced in it.
    (project / "lambda/toolkit/python/template/picture.bin").write_bytes(b"\xff\xfe\xfd")
    done = scaffold("tool", "counter-of-the-tests", "--language", "python")
    assert done.returncode != 0
    assert not [
        path for path in (project / "lambda" / "tools").iterdir() if "counter-of" in path.name or path.name.startswith(".new")
    ]
