"""The count of attacks is that of the tests that try them."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.attacks import results
from tests.attacked import PARTS, UnknownPartError, parts_of

TESTS = """
import pytest

def test_held(record_property):
    record_property("attack", "sql")

def test_got_through(record_property):
    record_property("attack", "sql")
    assert False

@pytest.fixture
def broken():
    raise OSError

def test_could_not_begin(record_property, broken):
    pass

def test_lacks_something(record_property):
    record_property("attack", "iam")
    pytest.skip("lacks something")

def test_is_no_attack():
    assert False
"""


def test_a_test_that_fails_is_an_attack_that_got_through_and_one_that_is_skipped_was_not_tried(tmp_path: Path):
    tests, report = tmp_path / "test_some.py", tmp_path / "report.xml"
    tests.write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), f"--junitxml={report}"]
    subprocess.run([*command, str(tests)], cwd=tmp_path, capture_output=True, check=False)
    counted = results(report.read_text())
    assert counted["sql"] == (2, ["test_got_through"], 0)
    assert counted["iam"] == (0, [], 1)
    assert list(counted) == list(PARTS)


@pytest.mark.attack("sql")
def test_each_test_with_the_mark_is_reported_with_its_part(request: pytest.FixtureRequest):
    assert ("attack", "sql") in request.node.user_properties


def test_a_part_that_is_not_there_is_refused_with_those_that_are(request: pytest.FixtureRequest):
    request.node.add_marker(pytest.mark.attack("sqll"))
    with pytest.raises(UnknownPartError, match="attacks 'sqll': allowed are python, python_refused, sql"):
        list(parts_of(request.node))
