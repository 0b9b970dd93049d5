"""The documents lead to files and headings that are there, and to commands that there are."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from agents import AGENTS
from cli.app import app

ROOT = Path(__file__).parents[2]


def test_each_relative_link_of_a_document_leads_to_a_file(files: list[Path]) -> None:
    links = [*_links(files)]
    assert links
    assert [f"{document}: {link}" for document, link, _ in links if not _target(document, link).exists()] == []


def test_each_anchor_of_a_link_is_a_heading_of_its_document(files: list[Path]) -> None:
    links = [(document, link, anchor) for document, link, anchor in _links(files) if anchor]
    assert links
    lost = [
        f"{document}: {link}#{anchor}"
        for document, link, anchor in links
        if _target(document, link).suffix == ".md" and anchor not in _anchors(_target(document, link))
    ]
    assert lost == []


def test_each_make_command_of_a_guide_is_one_of_the_makefile(guides: dict[str, str]) -> None:
    known = set(re.findall(r"(?m)^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8")))
    assert _unknown(guides, r"(?:`|\$ |^)make ([a-z0-9-]+)", known) == []


def test_each_agent_command_of_a_guide_is_one_of_the_command_line(guides: dict[str, str]) -> None:
    command = typer.main.get_command(app)
    known = {*command.list_commands(typer.Context(command))}
    assert _unknown(guides, r"(?:`|\$ |`\./|\$ \./)agent ([a-z]+)", known) == []


def test_the_sample_questions_of_the_agents_page_are_those_of_the_declarations() -> None:
    text = (ROOT / "docs" / "reference" / "agents.md").read_text("utf-8")
    sections = dict(re.findall(r"(?ms)^## `([a-z0-9-]+)`\n(.*?)(?=^## |\Z)", text))
    shown = {name: tuple(re.findall(r"(?m)^- (.*)$", section)) for name, section in sections.items()}
    assert "sql" in shown
    assert shown == {name: AGENTS[name].questions for name in shown}


@pytest.fixture(scope="module")
def guides() -> dict[str, str]:
    """The texts that tell a person what to type, by path."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/reference/*.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def _unknown(guides: dict[str, str], pattern: str, known: set[str]) -> list[str]:
    """The commands that a guide names and that aren't known, each with its guide."""
    named = [(path, name) for path, text in guides.items() for name in re.findall(pattern, text, re.MULTILINE)]
    assert named
    return [f"{path}: {name}" for path, name in named if name not in known]


def _links(files: list[Path]) -> Iterator[tuple[Path, str, str]]:
    """Each relative link: the document that has it, the path and the anchor. A path is empty within its own document."""
    for document in files:
        if document.suffix == ".md":
            for link in re.findall(r"\]\(([^)\s]+)\)", (ROOT / document).read_text("utf-8")):
                if "://" not in link:
                    path, _, anchor = link.partition("#")
                    yield document, path, anchor


def _target(document: Path, link: str) -> Path:
    return (ROOT / document).parent / link if link else ROOT / document


@cache
def _anchors(document: Path) -> set[str]:
    """The anchors that GitHub gives the headings."""
    text = re.sub(r"(?ms)^```.*?^```", "", document.read_text("utf-8"))
    headings = re.findall(r"(?m)^#+ (.*)$", text)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
