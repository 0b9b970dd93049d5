"""The Pulumi CLI: found, or built from its modules. A shell script stands in for Go, except where the real result is needed."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.errors import CommandFailedError, ToolchainError
from local.pulumi_cli.build import build, built_for
from local.pulumi_cli.find import find_or_build, installed_pulumi

GO = """#!/bin/sh
echo "$@" >> {log}
case "$1" in
  version) echo "go version {version} linux/amd64" ;;
  list) echo {sdk} ;;
  build) shift; while [ "$1" != -o ]; do shift; done; {compile}; echo binary > "$2"; chmod +x "$2" ;;
esac
"""

PULUMI = "#!/bin/sh\necho v{version}\n"


def program(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


@pytest.fixture
def go(tmp_path, monkeypatch):
    """Puts a mock service for Go, and nothing else of ours, on the PATH."""

    def install(version: str = "go1.25.1", compile: str = ":") -> Path:
        sdk = tmp_path / "sdk"
        program(sdk / "python" / "cmd" / "pulumi-language-python-exec", "#!/usr/bin/env python3\n")
        log = tmp_path / "go.log"
        program(tmp_path / "go" / "go", GO.format(log=log, version=version, sdk=sdk, compile=compile))
        monkeypatch.setenv("PATH", f"{tmp_path / 'go'}:/usr/bin:/bin")
        return log

    return install


def nothing_of(folder: Path) -> bool:
    return not folder.exists() and not folder.with_name("partial").exists()


def test_a_build_has_the_cli_the_language_host_and_its_script(go, tmp_path):
    go()
    said = []
    build(tmp_path / "pulumi" / "bin", said.append)
    files = sorted(file.name for file in (tmp_path / "pulumi" / "bin").iterdir())
    assert files == ["built-from", "pulumi", "pulumi-language-python", "pulumi-language-python-exec"]
    assert said[0] == "Building the Pulumi CLI 3.255.0 from source: about 4 minutes on two cores, once."


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
    assert not built_for(folder)
    build(folder, lambda _: None)
    assert built_for(folder)


def test_without_go_both_ways_out_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainError) as error:
        build(tmp_path / "pulumi" / "bin")
    assert str(error.value).startswith(
        "There is no Pulumi CLI 3.255.0 or newer with its Python language host on the PATH, "
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


def test_a_pulumi_on_the_path_is_used_if_it_is_new_enough_and_complete(tmp_path):
    def path(name: str, version: str, *files: str) -> dict[str, str]:
        for file in files:
            program(tmp_path / name / file, PULUMI.format(version=version))
        return {"PATH": str(tmp_path / name)}

    complete = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec")
    assert installed_pulumi(path("new", "3.300.1", *complete)) == tmp_path / "new" / "pulumi"
    assert installed_pulumi(path("old", "3.254.9", *complete)) is None
    assert installed_pulumi(path("partial", "3.300.1", "pulumi")) is None
    assert installed_pulumi({"PATH": str(tmp_path)}) is None


def test_a_program_that_is_not_pulumi_is_named(tmp_path):
    for name in ("pulumi", "pulumi-language-python", "pulumi-language-python-exec"):
        program(tmp_path / name, "#!/bin/sh\necho something else\n")
    with pytest.raises(CommandFailedError, match="printed 'something else'"):
        installed_pulumi({"PATH": f"{tmp_path}:/bin"})


def test_the_real_one_says_its_version():
    root = Path(__file__).parents[3]
    pulumi = find_or_build(root / ".build" / "pulumi" / "bin")
    said = subprocess.run([pulumi, "version"], capture_output=True, text=True, check=True).stdout
    assert tuple(int(part) for part in said.strip().lstrip("v").split("-")[0].split(".")) >= (3, 255, 0)
