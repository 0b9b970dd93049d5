"""The documents lead to files that are there, and to commands that make knows."""

import re
from pathlib import Path

from agents import AGENTS

ROOT = Path(__file__).parents[2]


def test_each_relative_link_of_a_document_leads_to_a_file(files: list[Path]) -> None:
    links = [
        (document, link)
        for document in files
        if document.suffix == ".md"
        for link in re.findall(r"\]\(([^)#\s]+)", (ROOT / document).read_text("utf-8"))
        if "://" not in link
    ]
    assert links
    assert [f"{document}: {link}" for document, link in links if not (ROOT / document).parent.joinpath(link).exists()] == []


def test_each_make_command_for_contributors_is_one_of_the_makefile() -> None:
    given = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    known = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    assert given
    assert given - known == set()


def test_the_sample_questions_of_the_agents_page_are_those_of_the_declarations() -> None:
    text = (ROOT / "docs" / "reference" / "agents.md").read_text("utf-8")
    sections = dict(re.findall(r"(?ms)^## `([a-z0-9-]+)`\n(.*?)(?=^## |\Z)", text))
    shown = {name: tuple(re.findall(r"(?m)^- (.*)$", section)) for name, section in sections.items()}
    assert "sql" in shown
    assert shown == {name: AGENTS[name].questions for name in shown}
