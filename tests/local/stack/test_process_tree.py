"""A process ends with all that it has started."""

import subprocess
import sys
import time

from local.process_tree import descendants_of, end_with_descendants

CHILD = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
PARENT = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {CHILD!r}]); time.sleep(60)"


def states_of(pids: list[int]) -> set[str]:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", ",".join(map(str, pids))], capture_output=True, text=True, check=False)
    return {line.strip()[:1] for line in listed.stdout.splitlines()}


def test_children_and_their_children_end_too() -> None:
    process = subprocess.Popen([sys.executable, "-c", PARENT])
    deadline = time.monotonic() + 20
    while len(found := descendants_of(process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(found) == 2
    end_with_descendants(process)
    assert process.wait(5) == -9
    deadline = time.monotonic() + 5
    while states_of(found) - {"Z"} and time.monotonic() < deadline:
        time.sleep(0.05)
    assert states_of(found) <= {"Z"}


def test_a_process_that_has_ended_is_left_alone() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    end_with_descendants(process)
    end_with_descendants(None)
