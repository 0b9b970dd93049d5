"""The Pulumi CLI, built from its modules by a script in Go's place."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.errors import CommandFailedError, ToolchainError
from local.pulumi_cli.build import VERSION, build, is_built


def nothing_of(folder: Path) -> bool:
    return not folder.exists() and not folder.with_name("partial").exists()


def test_a_build_has_the_cli_the_language_host_and_its_script(go, tmp_path):
    go()
    said = []
    build(tmp_path / "pulumi" / "bin", said.append)
    files = sorted(file.name for file in (tmp_path / "pulumi" / "bin").iterdir())
    assert files == ["built-from", "pulumi", "pulumi-language-python", "pulumi-language-python-exec"]
    assert said[0] == (
        f"Building the Pulumi CLI {VERSION} from its source. Go compiles 2,000 packages: about 5 minutes on two cores, once."
    )


def test_a_second_build_does_nothing(go, tmp_path):
    log = go()
    build(tmp_path / "pulumi" / "bin", lambda _: None)
    before = log.read_text()
    build(tmp_path / "pulumi" / "bin", lambda _: None)
    assert log.read_text() == before


def test_other_modules_are_built_anew(go, tmp_path):
    go()
    folder = tmp_path / "pulumi" / "bin"
    build(folder, lambda _: None)
    (folder / "built-from").write_text("something older")
    assert not is_built(folder)
    build(folder, lambda _: None)
    assert is_built(folder)


@pytest.mark.attack("laptop")
@pytest.mark.parametrize("program", ["pulumi", "pulumi-language-python", "pulumi-language-python-exec"])
def test_a_program_that_was_changed_is_not_run_but_built_again_with_a_word_about_it(go, tmp_path, program):
    go()
    folder = tmp_path / "pulumi" / "bin"
    build(folder, lambda _: None)
    built = (folder / program).read_bytes()
    (folder / program).write_text("#!/bin/sh\necho evil\n")
    assert not is_built(folder)
    said = []
    build(folder, said.append)
    assert (folder / program).read_bytes() == built
    assert said[0] == f"The programs in {folder} aren't as they were made: they are deleted, and made again."


def test_a_folder_of_an_earlier_version_without_digests_gets_them(go, tmp_path):
    log = go()
    folder = tmp_path / "pulumi" / "bin"
    build(folder, lambda _: None)
    (folder / "built-from").write_text(json.loads((folder / "built-from").read_text())["made_from"])
    before = log.read_text()
    build(folder, lambda _: None)
    assert log.read_text() == before
    (folder / "pulumi").write_text("evil")
    assert not is_built(folder)


def test_without_go_both_ways_out_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainError) as error:
        build(tmp_path / "pulumi" / "bin")
    assert str(error.value).startswith(
        "There is no Pulumi CLI on the PATH that will do, its release couldn't be downloaded, "
        "and building it takes Go, which isn't there either."
    )
    assert "https://www.pulumi.com/docs/install/" in str(error.value)
    assert "https://go.dev/dl/" in str(error.value)


def test_a_go_that_is_too_old_is_named(go, tmp_path):
    go(version="go1.19.8")
    with pytest.raises(ToolchainError, match=re.escape("of which go1.19 is too old")):
        build(tmp_path / "pulumi" / "bin")
    assert nothing_of(tmp_path / "pulumi" / "bin")


def test_a_build_that_fails_shows_why_and_leaves_nothing_behind(go, tmp_path):
    go(compile="echo 'disk is full'; exit 1")
    with pytest.raises(CommandFailedError, match=r"  \| disk is full"):
        build(tmp_path / "pulumi" / "bin", lambda _: None)
    assert nothing_of(tmp_path / "pulumi" / "bin")


def test_an_interrupted_build_leaves_nothing_behind(go, tmp_path):
    log = go(compile="sleep 30")
    folder = tmp_path / "pulumi" / "bin"
    command = f"from pathlib import Path; from local.pulumi_cli.build import build; build(Path({str(folder)!r}))"
    root = Path(__file__).parents[3]
    child = subprocess.Popen(
        [sys.executable, "-c", command],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Tests that run as a shell's background job ignore SIGINT, and what they start inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while "build" not in (log.read_text() if log.exists() else ""):
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGINT)
    assert b"KeyboardInterrupt" in child.communicate(timeout=20)[1]
    assert nothing_of(folder)
