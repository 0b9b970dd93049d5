"""NOTICE names the files that others made, and no file that isn't there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTICE = (ROOT / "NOTICE").read_text("utf-8")


def test_each_file_of_data_from_elsewhere_is_named(files: list[Path]) -> None:
    taken = [file for file in files if file.suffix == ".csv" or file.name == "NOTICE" or _says_a_licence(file)]
    assert [str(file) for file in taken if str(file) not in NOTICE and str(file) != "NOTICE"] == []


def test_each_path_that_it_names_is_there() -> None:
    named = [path.rstrip(".") for path in re.findall(r"(?:lambda|local)/[\w./-]+", NOTICE)]
    assert [path for path in named if not (ROOT / path).exists()] == []


def _says_a_licence(file: Path) -> bool:
    return file.suffix == ".json" and '"licence": ' in (ROOT / file).read_text("utf-8")
