"""The cache of build results."""

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from components.packaging.cache import KEPT_RESULTS, Cache, key_of


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


MADE_FROM = {"a": "1"}


def program_maker(made: list[str]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        made.append("made")
        (folder / "deep").mkdir()
        (folder / "deep/program").write_text("good")
        (folder / "deep/program").chmod(0o755)
        (folder / "link").symlink_to("deep/program")

    return make


def swapped_for_a_link(entry: Path) -> None:
    shutil.move(entry / "result", entry.parent / "elsewhere")
    (entry / "result").symlink_to(entry.parent / "elsewhere")


def same_size_and_date(entry: Path) -> None:
    program = entry / "result/deep/program"
    before = program.stat()
    program.write_text("evil")
    os.utime(program, ns=(before.st_atime_ns, before.st_mtime_ns))


def another_entry(entry: Path) -> None:
    """An entry that is as it was built, from other inputs, under the key of this one."""
    other = Cache(entry.parent.parent, lambda line: None).get(entry.parent.name, {"a": "2"}, file_maker([], "evil")).parent
    shutil.rmtree(entry)
    other.rename(entry)


TAMPERED: dict[str, Callable[[Path], object]] = {
    "another content": same_size_and_date,
    "a shorter file": lambda entry: os.truncate(entry / "result/deep/program", 2),
    "one file more": lambda entry: (entry / "result/deep/more").write_text(""),
    "one folder more": lambda entry: (entry / "result/more").mkdir(),
    "one file less": lambda entry: (entry / "result/deep/program").unlink(),
    "another name": lambda entry: (entry / "result/deep/program").rename(entry / "result/deep/programs"),
    "no program any more": lambda entry: (entry / "result/deep/program").chmod(0o644),
    "another link": lambda entry: ((entry / "result/link").unlink(), (entry / "result/link").symlink_to("/bin/sh")),
    "a result that is a link": swapped_for_a_link,
    "no result": lambda entry: shutil.rmtree(entry / "result"),
    "no digest": lambda entry: (entry / "sha256").unlink(),
    "half a digest": lambda entry: os.truncate(entry / "sha256", 20),
    "an empty entry": lambda entry: (shutil.rmtree(entry), entry.mkdir()),
    "an entry that is a file": lambda entry: (shutil.rmtree(entry), entry.write_text("")),
    "another entry": another_entry,
}


@pytest.mark.attack("cross_run")
@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_result_that_was_changed_is_built_again_with_a_word_about_it(tmp_path: Path, tamper: Callable[[Path], object]) -> None:
    made: list[str] = []
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    entry = cache.get("packages/adder", MADE_FROM, program_maker(made)).parent
    tamper(entry)
    why = "isn't as it was built" if (entry / "sha256").is_file() else "has no digest that it could be checked by"
    said.clear()
    result = cache.get("packages/adder", MADE_FROM, program_maker(made))
    assert said[0] == f"packages/adder in the cache {why}: {entry} is deleted"
    assert (len(made), result) == (2, entry / "result")
    assert sorted(path.relative_to(result).as_posix() for path in result.rglob("*")) == ["deep", "deep/program", "link"]
    assert ((result / "link").read_text(), os.access(result / "link", os.X_OK)) == ("good", True)
    said.clear()
    cache.get("packages/adder", MADE_FROM, program_maker(made))
    assert (len(made), said) == (2, [])


def test_an_entry_that_does_not_say_what_it_was_made_from_stops_no_build(tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    cache.get("packages/adder", MADE_FROM, file_maker([], "one"))
    (tmp_path / "packages/adder" / key_of(MADE_FROM) / "made-from.json").write_text('{"a": ')
    cache.get("packages/adder", {"a": "2"}, file_maker([], "two"))
    assert "building packages/adder: the cache doesn't say what it was made from before" in said


def compile_in_vain(cache: Cache) -> None:
    with cache.compiled("compiled-go/arm64") as folder:
        (folder / "half").write_text("as the compiler left it")
        (folder / "half/library").touch()


def test_a_compilers_own_cache_stays_as_long_as_nobody_else_writes_to_it(tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    with cache.compiled("compiled-go/arm64") as folder:
        (folder / "library").write_text("good")
    with cache.compiled("compiled-go/arm64") as folder:
        assert (folder / "library").read_text() == "good"
        (folder / "more").write_text("good")
    with pytest.raises(NotADirectoryError):
        compile_in_vain(cache)
    with cache.compiled("compiled-go/arm64") as folder:
        assert sorted(path.name for path in folder.iterdir()) == ["half", "library", "more"]
    assert said == []


@pytest.mark.attack("cross_run")
def test_a_compilers_own_cache_that_was_changed_is_emptied_with_a_word_about_it(tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path, said.append)
    with cache.compiled("compiled-go/arm64") as folder:
        (folder / "library").write_text("good")
    (folder / "library").write_text("evil")
    with cache.compiled("compiled-go/arm64") as folder:
        assert list(folder.iterdir()) == []
    assert said == [f"compiled-go/arm64 isn't as the compiler left it: {folder} is deleted, and all is compiled again"]


def test_a_compilers_own_cache_of_a_build_that_was_killed_is_the_compilers_to_mend(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "compiled-go/arm64").mkdir(parents=True)
    (tmp_path / "compiled-go/arm64/half").write_text("")
    with Cache(tmp_path, said.append).compiled("compiled-go/arm64") as folder:
        assert [path.name for path in folder.iterdir()] == ["half"]
    assert said == []
