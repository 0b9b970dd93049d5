"""Starts the child process, keeps it within its limits, and ends it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from interpreter import leftovers, machine
from interpreter.limits import KEPT_OUTPUT_BYTES, MOST_FIGURES, MOST_REPORT_BYTES, MOST_TEXT, Limits
from interpreter.watch import Watch

CODE = "code.py"
"""The file with the code, in the folder of an execution."""


@dataclass(frozen=True)
class Ended:
    """The end of the child, and its output."""

    exit_code: int
    """The exit code. A negative one is the number of the signal that ended the child."""
    stopped: str | None
    """The reason why this process ended the child. None if it didn't."""
    stdout: str
    stderr: str
    lacks: Mapping[str, str]
    """The parts of the confinement that the kernel lacks, each with the cause."""


def run(folder: Path, root: int, limits: Limits, packages: Path) -> Ended:
    """Run code in a child process.

    folder: the folder of this execution alone. It has the code, `cwd` and `matplotlib` for it, and `out` for the child's own files.
    root: a descriptor of that folder.
    packages: the folder from which the code can import.
    """
    report, of_child = os.pipe()
    child = subprocess.Popen(
        # -I and -S ignore the environment and installed packages. -B writes no bytecode: the package's folder may be read-only.
        [
            sys.executable,
            "-I",
            "-S",
            "-B",
            "-X",
            "utf8",
            Path(__file__).with_name("child.py"),
            folder,
            _settings(limits, packages, of_child),
        ],
        pass_fds=(of_child,),
        cwd=folder / "cwd",
        env={
            "HOME": str(folder / "cwd"),
            "TMPDIR": str(folder / "cwd"),
            "MPLBACKEND": "agg",
            "MPLCONFIGDIR": str(folder / "matplotlib"),
            # OpenBLAS has one thread, because a thread for each core reserves address space that the code could use.
            "OPENBLAS_NUM_THREADS": "1",
            "TZ": "UTC",
            # Lambda's Python doesn't start without LD_LIBRARY_PATH. The loader doesn't look in the folder of its shared library.
            **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(of_child)
    stopped: list[str] = []

    def stop(why: str) -> None:
        stopped.append(why)
        _kill(child)

    outputs = [_Output(pipe, limits.output_bytes, stop) for pipe in (child.stdout, child.stderr) if pipe]
    watch = Watch(child.pid, root, limits, stop)
    try:
        child.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired:
        stop(f"The code was stopped after {limits.wall_seconds} seconds.")
    finally:
        # If the child may start processes, some of them may still run.
        _kill(child)
        child.wait()
        watch.end()
        if machine.is_ours_alone():
            leftovers.end_processes(limits)
    stdout, stderr = (output.text() for output in outputs)
    return Ended(child.returncode, stopped[0] if stopped else None, stdout, stderr, _reported(report))


def _reported(report: int) -> dict[str, str]:
    """Return what the child said of its confinement. It is empty for a child that ended before it ran any code."""
    with os.fdopen(report, "rb") as pipe:
        said = pipe.read(MOST_REPORT_BYTES)
    return dict(json.loads(said)) if said else {}


def _settings(limits: Limits, packages: Path, report: int) -> str:
    return json.dumps(
        {
            "packages": str(packages),
            "report": report,
            "most_text": MOST_TEXT,
            "most_figures": MOST_FIGURES,
            "limits": {
                "cpu_seconds": limits.cpu_seconds,
                "memory_bytes": limits.memory_bytes,
                "file_bytes": limits.file_bytes,
                "open_files": limits.open_files,
                "processes": _processes_of_this_user(limits.threads),
            },
        }
    )


def _processes_of_this_user(more: int) -> int | None:
    """Return the number of threads that this user runs now, plus `more`. The kernel's limit counts all threads of the user."""
    if not Path("/proc/self/task").is_dir():
        return None
    threads = 0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and process.stat().st_uid == os.getuid():
                threads += len(os.listdir(process / "task"))
        except OSError:  # the process has ended meanwhile
            continue
    return threads + more


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


class _Output(threading.Thread):
    """A thread that reads a pipe to its end. It keeps only the beginning, so that endless output doesn't fill the memory."""

    def __init__(self, pipe: IO[bytes], most: int, stop: Callable[[str], None]):
        super().__init__(daemon=True)
        self.pipe, self.most, self.stop = pipe, most, stop
        self.kept, self.total = b"", 0
        self.start()

    def run(self) -> None:
        while chunk := os.read(self.pipe.fileno(), 65_536):
            self.kept += chunk[: KEPT_OUTPUT_BYTES - len(self.kept)]
            if self.total <= self.most < self.total + len(chunk):
                self.stop(f"The code was stopped because it printed more than {self.most} bytes.")
            self.total += len(chunk)

    def text(self) -> str:
        # The child and its group are dead, so the pipe ends. If a process has left the group, don't wait for it.
        self.join(1)
        text = self.kept.decode("utf-8", "replace")
        return text if self.total <= len(self.kept) else f"{text}\n… cut: {self.total} bytes were printed"
