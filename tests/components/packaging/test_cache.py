"""The cache of build results."""

import multiprocessing
import time
from pathlib import Path

import pytest

from components.packaging.cache import KEPT_RESULTS, Cache


def file_maker(made: list[str], content: str):
    def make(folder: Path) -> None:
        made.append(content)
        (folder / "file").write_text(content)

    return make


def test_a_result_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []
    cache = Cache(tmp_path, lambda line: None)
    first = cache.get("packages/adder", {"handler.py": "1"}, file_maker(made, "one"))
    second = cache.get("packages/adder", {"handler.py": "1"}, file_maker(made, "two"))
    assert first == second
    assert (second / "file").read_text() == "one"
    assert made == ["one"]


def test_it_says_what_it_builds_and_why(tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    cache.get("packages/adder", {"a.py": "1", "b.py": "1"}, file_maker([], "one"))
    cache.get("packages/adder", {"a.py": "2", "c.py": "1"}, file_maker([], "two"))
    starts = [line for line in said if line.startswith("building")]
    assert starts == ["building packages/adder: it isn't in the cache yet", "building packages/adder: a.py, b.py, c.py changed"]
    assert [line.split(" in ")[0] for line in said if line.startswith("built")] == ["built packages/adder"] * 2


def test_a_failed_build_leaves_nothing_and_is_tried_again(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("")
        raise RuntimeError("no space left")

    cache = Cache(tmp_path, lambda line: None)
    with pytest.raises(RuntimeError, match="no space left"):
        cache.get("packages/adder", {"a": "1"}, fail)
    result = cache.get("packages/adder", {"a": "1"}, file_maker([], "whole"))
    assert [path.name for path in result.iterdir()] == ["file"]


def test_what_a_killed_build_left_is_not_in_the_next_result(tmp_path: Path) -> None:
    (tmp_path / "packages/adder/unfinished/result").mkdir(parents=True)
    (tmp_path / "packages/adder/unfinished/result/half").write_text("")
    result = Cache(tmp_path, lambda line: None).get("packages/adder", {"a": "1"}, file_maker([], "whole"))
    assert [path.name for path in result.iterdir()] == ["file"]


def test_results_that_were_not_used_lately_go(tmp_path: Path) -> None:
    cache = Cache(tmp_path, lambda line: None)
    for version in range(KEPT_RESULTS + 2):
        cache.get("packages/adder", {"a": str(version)}, file_maker([], str(version)))
        time.sleep(0.01)
    kept = sorted(path.read_text() for path in tmp_path.glob("packages/adder/*/result/file"))
    assert kept == [str(version) for version in range(2, KEPT_RESULTS + 2)]


def build_slowly(root: Path, made: Path) -> None:
    def make(folder: Path) -> None:
        with made.open("a") as file:
            file.write("made\n")
        time.sleep(0.3)
        (folder / "file").write_text("whole")

    assert (Cache(root, lambda line: None).get("packages/adder", {"a": "1"}, make) / "file").read_text() == "whole"


def test_of_two_processes_that_want_the_same_result_one_builds_and_the_other_waits(tmp_path: Path) -> None:
    processes = [
        multiprocessing.get_context("spawn").Process(target=build_slowly, args=(tmp_path / "cache", tmp_path / "made"))
        for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert (tmp_path / "made").read_text() == "made\n"
