"""Whether the project's files are still those that were deployed."""

from dataclasses import replace
from pathlib import Path

import pytest

from agents import AGENTS
from local import sources


def test_another_prompt_changes_its_own_agent_alone(monkeypatch):
    before = sources.digests(["sql", "financial"])
    assert sources.digests(["sql", "financial"]) == before
    changed = replace(AGENTS["sql"], system_prompt="Another prompt.")
    monkeypatch.setattr(sources, "AGENTS", {**AGENTS, "sql": changed})
    assert sources.changed(before, sources.digests(["sql", "financial"])) == ["agent sql"]


def test_a_changed_file_is_named_by_its_place_and_what_builds_leave_is_no_change(tmp_path, monkeypatch):
    tool = tmp_path / "lambda" / "tools" / "db-interface"
    for place in ("components", "lambda/call-llm", "lambda/toolkit", "lambda/tools/code-interpreter", "lambda/tools/db-interface"):
        (tmp_path / place).mkdir(parents=True)
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.local.yaml"):
        (tmp_path / name).write_text("")
    (tool / "handler.py").write_text("one")
    monkeypatch.setattr(sources, "PROJECT", tmp_path)
    before = sources.digests(["sql"])
    (tool / "__pycache__").mkdir()
    (tool / "__pycache__" / "handler.pyc").write_text("compiled")
    assert sources.digests(["sql"]) == before
    (tool / "handler.py").write_text("two")
    assert sources.changed(before, sources.digests(["sql"])) == ["lambda/tools/db-interface"]
    (tmp_path / "Pulumi.local.yaml").write_text("config: {}")
    assert sources.changed(before, sources.digests(["sql"])) == ["lambda/tools/db-interface", "Pulumi.local.yaml"]


def test_a_prompt_and_what_a_link_leads_to_are_sources_of_a_tool(tmp_path):
    tool, shared = tmp_path / "tools" / "adder", tmp_path / "tools" / "shared"
    for folder in (tool, shared):
        folder.mkdir(parents=True)
    (tool / "prompt.md").write_text("Be kind.")
    (tool / "shared").symlink_to("../shared")
    (shared / "words.txt").write_text("one")

    def content():
        return list(sources._content(tool))

    before = content()
    (tool / "README.md").write_text("for people")
    assert content() == before
    (tool / "prompt.md").write_text("Be short.")
    with_another_prompt = content()
    assert with_another_prompt != before
    (shared / "words.txt").write_text("two")
    assert content() != with_another_prompt


def test_a_dangling_link_is_a_change_and_no_error(tmp_path):
    (tmp_path / "gone.csv").symlink_to("nowhere.csv")
    [said] = sources._content(tmp_path)
    assert said.decode().startswith(f"{tmp_path}/gone.csv is a link to nowhere.csv, which doesn't exist.")


def test_of_a_persons_own_project_every_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PROJECT", tmp_path)
    monkeypatch.setattr(sources, "IS_OWN_PROJECT", True)
    package = tmp_path / ".venv" / "lambda" / "toolkit"
    monkeypatch.setattr(sources, "ROOT", tmp_path / ".venv")
    for folder in ("call-llm", "mcp", "sandbox"):
        (package.parent / folder).mkdir(parents=True)
    package.mkdir()
    for name in ("agents", "components"):
        (tmp_path / ".venv" / name).mkdir()
    written = (
        "__main__.py",
        "Pulumi.yaml",
        "prompts/a.md",
        "lambda/tools/x/tools.json",
        "lambda/tools/y/handler.py",
        "charts/a.png",
    )
    for name in written:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / "lambda" / "toolkit").symlink_to(package)

    before = sources.digests(())
    names = ["Pulumi.yaml", "__main__.py", "prompts", "lambda/tools/x", "lambda/tools/y", "the package step-functions-agents"]
    assert [*before] == names
    changes = {"prompts": "prompts/a.md", "lambda/tools/y": "lambda/tools/y/handler.py", "__main__.py": "__main__.py"}
    for changed, path in changes.items():
        (tmp_path / path).write_text("2")
        assert sources.changed(before, sources.digests(())) == [changed]
        (tmp_path / path).write_text("1")
    for path in ("charts/a.png", "lambda/tools/y/test_handler.py", "README.md"):
        (tmp_path / path).write_text("2")
    assert sources.digests(()) == before
    (package / "toolkit.go").write_text("2")
    assert sources.changed(before, sources.digests(())) == ["the package step-functions-agents"]


def test_the_code_for_mcp_servers_counts_where_an_agent_has_their_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "lambda/mcp" not in sources.digests(["sql"])
    real = sources.read_tools_json
    monkeypatch.setattr(sources, "read_tools_json", lambda name: {**real(name), **({"mcp": {}} if name == "db-interface" else {})})
    assert "lambda/mcp" in sources.digests(["sql"])
    assert "lambda/mcp" not in sources.digests(["financial"])
