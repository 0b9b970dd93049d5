"""Code that takes too much, or tears its process down, gives a clean error; and nothing of it is left."""

import glob
import os
import tempfile
import threading
import time
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The folder that the code's folders are made in, of this test alone. Neither folders nor processes are left in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []
    assert children(tmp_path) == []


def children(place: Path):
    """The processes that run code in a folder of that place: each names its folder in its command line."""
    found = []
    for stat in glob.glob("/proc/[0-9]*/stat"):
        fields = content(stat).rpartition(b")")[2].split()
        in_place = os.fsencode(place) in content(stat.removesuffix("stat") + "cmdline")
        if in_place and fields and fields[0] != b"Z":
            found.append(stat)
    return found


def content(path):
    try:
        return Path(path).read_bytes()
    except OSError:  # the process has ended
        return b""


def test_endless_calculation_is_stopped_by_its_cpu_time(execute):
    ended, outcome = execute("print('before')\nwhile True: pass", cpu_seconds=1)
    assert outcome.error == "The code was stopped: it used more than 1 seconds of CPU time."
    assert ended.stdout == "before\n"


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "import signal\nfor s in (signal.SIGTERM, signal.SIGXCPU): signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "import threading; threading.Event().wait()",
        "import os; os.close(1); os.close(2); import time; time.sleep(60)",
        "import os; os.setpgid(0, 0) if os.getpgid(0) != os.getpid() else None; import time; time.sleep(60)",
    ],
)
def test_whatever_waits_is_killed_when_its_time_is_up(execute, code):
    _, outcome = execute(code, wall_seconds=1)
    assert outcome.error == "The code was stopped after 1 seconds."


def test_endless_output_is_cut_and_stopped(execute):
    ended, outcome = execute("while True: print('x' * 999)", output_bytes=200_000)
    assert outcome.error == "The code was stopped because it printed more than 200000 bytes."
    assert ended.stdout.startswith("x" * 999 + "\n")
    assert 50_000 < len(ended.stdout) < 50_100
    assert "… cut: " in ended.stdout


def test_much_output_is_cut_and_the_code_goes_on(execute):
    ended, outcome = execute("print('x' * 100_000); 'done'")
    assert outcome.value == "'done'"
    assert ended.stdout == "x" * 50_000 + "\n… cut: 100001 bytes were printed"


@pytest.mark.parametrize(
    "code", ["x = bytearray(10**9)", "import numpy\nx = numpy.ones(10**8)", "x = []\nwhile True: x.append('a' * 10**7)"]
)
def test_a_memory_hog_gets_a_memory_error(execute, code):
    _, outcome = execute(code, memory_bytes=400_000_000)
    assert "MemoryError" in outcome.error
    assert outcome.error.startswith("Traceback (most recent call last):\n")


def test_a_file_that_grows_too_big_is_an_error(execute):
    _, outcome = execute("open('x', 'wb').write(b'0' * 2_000_000)", file_bytes=1_000_000)
    assert outcome.error.endswith("OSError: [Errno 27] File too large\n")


def test_too_many_open_files_are_an_error(execute):
    _, outcome = execute("files = [open('/dev/null') for _ in range(1_000)]")
    assert "OSError: [Errno 24] Too many open files" in outcome.error


@pytest.mark.parametrize(
    "code",
    [
        "import os\nwhile True: os.fork()",
        "import os; os.forkpty()",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
    ],
)
def test_no_other_process_can_be_started(execute, code):
    _, outcome = execute(code)
    assert outcome.error.splitlines()[-1].startswith(
        ("PermissionError: [Errno 1] Operation not permitted", "PermissionError: [Errno 13] Permission denied")
    )


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import os; os._exit(7)", "The Python process ended with exit code 7 before the code was done."),
        ("import os; os._exit(0)", "The Python process ended with exit code 0 before the code was done."),
        ("import os; os.abort()", "The Python process died of signal 6 (SIGABRT)."),
        ("import ctypes; ctypes.string_at(0)", "The Python process died of signal 11 (SIGSEGV)."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "The Python process died of signal 9 (SIGKILL)."),
    ],
)
def test_a_process_that_dies_says_how(execute, code, error):
    ended, outcome = execute(f"print('before')\n{code}")
    assert outcome.error == error
    assert ended.stdout == "before\n"


def test_recursion_without_a_limit_ends(execute):
    _, outcome = execute(
        "import sys; sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
        memory_bytes=300_000_000,
        cpu_seconds=1,
        wall_seconds=3,
    )
    assert outcome.error


def test_limits_can_not_be_raised_again(execute):
    for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_FSIZE"):
        _, outcome = execute(f"import resource; resource.setrlimit(resource.{name}, (-1, -1))")
        assert outcome.error.splitlines()[-1] == "ValueError: not allowed to raise maximum limit"


def test_a_folder_that_resists_being_removed_is_removed(execute):
    _, outcome = execute("import os; os.makedirs('a/b'); open('a/b/c', 'w').close(); os.chmod('a/b', 0); os.chmod('a', 0)")
    assert outcome.error is None


def test_folders_within_folders_without_end_are_removed(execute):
    _, outcome = execute("import os\nfor _ in range(3_000):\n    os.mkdir('d'); os.chdir('d')\n'deep'")
    assert (outcome.value, outcome.error) == ("'deep'", None)


def test_what_is_removed_is_not_taken_for_what_the_code_has_put_there(execute):
    _, outcome = execute("import os; os.makedirs('a/b'); os.makedirs('../removed-0/c'); os.symlink('/tmp', '../removed-1')")
    assert outcome.error is None


def test_processes_are_seen_by_the_test_itself(execute, place):
    """The check of `place` works: a running child is found."""
    thread = threading.Thread(target=execute, args=("import time; time.sleep(60)",), kwargs={"wall_seconds": 2})
    thread.start()
    deadline = time.monotonic() + 2
    while not (seen := children(place)) and time.monotonic() < deadline:
        time.sleep(0.01)
    thread.join()
    assert len(seen) == 1


def test_a_huge_value_is_cut_in_the_middle(execute):
    _, outcome = execute("'a' * 200_000 + 'b'")
    assert outcome.value == f"'{'a' * 24_999}\n… 150003 characters left out …\n{'a' * 24_998}b'"
