"""Data that a function's `prepare.py` makes."""

import sys

import pytest

from components.packaging.errors import BuildError
from components.packaging.target import Target
from tests.components.packaging.lambdas import AWS, HOST, Workshop, names, text, write

pytestmark = pytest.mark.usefixtures("only_this_python")

HANDLER = {"handler.py": "handler = None\n"}
PREPARE = """\
import sys
from pathlib import Path

Path(sys.argv[1], "data").mkdir()
Path(sys.argv[1], "data", "numbers.txt").write_text("1 2 3")
"""


def test_what_prepare_writes_is_in_the_package_and_prepare_itself_is_not(workshop: Workshop) -> None:
    package = workshop.build(workshop.source({**HANDLER, "prepare.py": PREPARE}, is_tool=False))
    assert names(package) == ["data/numbers.txt", "handler.py"]
    assert text(package, "data/numbers.txt") == "1 2 3"


def test_it_is_prepared_once_for_every_target_and_whatever_else_changes(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "prepare.py": PREPARE})
    for target in (AWS, Target("aws", "x86_64"), HOST):
        workshop.build(source, target)
    write(source.folder, {"handler.py": "handler = 2\n"})
    workshop.build(source)
    assert [line for line in workshop.said if line.startswith("building prepared/")] == [
        "building prepared/adder: it isn't in the cache yet"
    ]


def test_it_is_prepared_anew_when_prepare_changes(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "prepare.py": PREPARE}, is_tool=False)
    workshop.build(source)
    write(source.folder, {"prepare.py": PREPARE.replace("1 2 3", "4 5 6")})
    assert text(workshop.build(source), "data/numbers.txt") == "4 5 6"


def test_prepare_sees_its_own_files_and_those_that_build_toml_names(workshop: Workshop) -> None:
    listing = "import sys\nfrom pathlib import Path\nfrom tables import shape\n" + (
        "found = sorted(str(path.relative_to('.')) for path in Path('.').rglob('*') if path.suffix != '.pyc' and path.is_file())\n"
        "Path(sys.argv[1], 'seen.txt').write_text(' '.join(found))\n"
    )
    files = {
        **HANDLER,
        "prepare.py": listing,
        "prepare_more.py": "",
        "tables/__init__.py": "",
        "tables/shape.py": "",
        "tables/query.py": "",
        "build.toml": '[prepare]\nreads = ["tables/__init__.py", "tables/s*.py"]',
    }
    package = workshop.build(workshop.source(files, is_tool=False))
    assert text(package, "seen.txt") == "prepare.py prepare_more.py tables/__init__.py tables/shape.py"


def test_prepare_can_import_its_locked_packages_and_no_others(workshop: Workshop) -> None:
    files = {
        **HANDLER,
        "prepare-requirements.txt": workshop.wheel("greeting", {"greeting.py": "HELLO = 'hello'\n"}),
        "prepare.py": (
            "import importlib.util, sys\nfrom pathlib import Path\nimport greeting\n"
            "Path(sys.argv[1], 'said.txt').write_text(f\"{greeting.HELLO} {importlib.util.find_spec('pytest')}\")\n"
        ),
    }
    package = workshop.build(workshop.source(files, is_tool=False))
    assert text(package, "said.txt") == "hello None"
    assert "greeting.py" not in names(package)


def test_packages_can_be_taken_for_another_python_than_runs_prepare(workshop: Workshop) -> None:
    newer = f"{sys.version_info.major}.{sys.version_info.minor + 1}"
    lock = workshop.wheel("greeting", {"greeting.py": ""}, asks_for_python=newer)
    files = {**HANDLER, "prepare-requirements.txt": lock, "prepare.py": f"import greeting\n{PREPARE}"}
    with pytest.raises(BuildError, match="uv can't install its packages"):
        workshop.build(workshop.source(files))
    workshop.build(workshop.source({**files, "build.toml": f'[prepare]\npackages_for_python = "{newer}"'}))


def test_a_prepare_that_fails_is_named_with_what_it_said(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "prepare.py": "raise SystemExit('no such table: Batting')\n"})
    with pytest.raises(BuildError, match=r"adder/prepare\.py, which agent sums needs, failed:\nno such table: Batting"):
        workshop.build(source)
