"""Two Mavens of one user never run at once."""

import os
import subprocess
import sys
from pathlib import Path

from components.packaging import java_maven

# Says when it begins and when it ends.
MVN = """\
#!/bin/sh
echo "begin $2" >> "$HOME/log"
sleep 0.3
echo "end $2" >> "$HOME/log"
exit 3
"""


def start(folder: Path, argument: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "HOME": str(folder), "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.Popen([sys.executable, java_maven.__file__, "--", argument], env=environment, stderr=subprocess.PIPE)


def test_the_second_begins_when_the_first_has_ended_and_each_ends_with_its_own_code(tmp_path: Path) -> None:
    mvn = tmp_path / "mvn"
    mvn.write_text(MVN)
    mvn.chmod(0o755)
    started = [start(tmp_path, name) for name in ("one", "two", "three")]
    assert [process.wait() for process in started] == [3, 3, 3]
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) == 6
    assert [line.replace("begin", "end") for line in lines[::2]] == lines[1::2]


def test_it_waits_for_a_build_of_this_process(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mvn").write_text(MVN)
    (tmp_path / "mvn").chmod(0o755)
    with java_maven.one_at_a_time():
        waiting = start(tmp_path, "one")
        assert not (tmp_path / "log").exists()
        (tmp_path / "log").write_text("built\n")
    assert waiting.wait() == 3
    assert (tmp_path / "log").read_text().splitlines() == ["built", "begin one", "end one"]


def test_where_there_is_no_maven_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, java_maven.__file__, "--"],
        env={"HOME": str(tmp_path), "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "mvn isn't on this machine. The README says what each language needs.\n")
