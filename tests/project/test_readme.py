"""The README is short, and its map is that of the folders. The list of decisions is that of their pages."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MOST_LINES = 150
MOST_COLUMNS = 120


def test_the_readme_is_for_a_reader_in_a_hurry() -> None:
    lines = README.splitlines()
    assert len(lines) <= MOST_LINES
    assert [line for line in lines if len(line) > MOST_COLUMNS] == []


def test_each_folder_of_the_map_is_there() -> None:
    [tree] = re.findall(r"## The map\n\n```\n(.*?)```", README, re.DOTALL)
    folder, named = "", []
    for line in tree.splitlines():
        folder = line.split()[0] if line.split()[0].endswith("/") else folder
        named += [name if name == folder else folder + name for name in re.findall(r"[\w-]+/", line)]
    if lost := [name for name in named if not (ROOT / name).is_dir()]:
        raise AssertionError(f"the map names folders that aren't there: {lost}")
    top = {path.parts[0] + "/" for path in (p.relative_to(ROOT) for p in ROOT.glob("*/__init__.py"))}
    assert top - set(named) == set()


def test_each_decision_has_a_status_and_a_date_and_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("0*.md"))}
    rows = []
    for name, text in pages.items():
        found = re.match(r"# (\d+)\. (.+)\n\nStatus: (\S.*) · (\d{4}-\d{2}-\d{2})\n", text)
        assert found, f"{name} has no status"
        number, title, status, date = found.groups()
        rows.append(f"| {number} | [{title}]({name}) | {status} | {date} |")
    assert re.findall(r"(?m)^\| \d+ .*$", (folder / "README.md").read_text("utf-8")) == rows
