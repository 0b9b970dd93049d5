"""Stops code that takes more room on disk, or more threads, than it may. The kernel has no limit for these on every machine.

The kernel limits each file, but not their number, and it limits the threads of all users but root.
"""

import contextlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from interpreter import leftovers, machine
from interpreter.limits import MB, Limits

PAUSE_SECONDS = 0.1
SHARE = 20
"""A look takes no more than this part of the time: a twentieth."""
MOST_FAILURES = 50
"""Looks in a row that find no end because the code moves folders meanwhile."""
BLOCK = 512
"""Bytes of a block, by which a file's room on disk is counted."""
THREADS = 17
"""The number of threads in /proc/<pid>/stat, counted from behind the name: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"""


class TooMuchError(Exception):
    """The code took more than it may. The message says what."""


class Watch(threading.Thread):
    """Looks at a running child again and again, until `end`."""

    def __init__(self, child: int, root: int, limits: Limits, stop: Callable[[str], None]):
        super().__init__(daemon=True)
        self._child, self._root, self._limits, self.stop = Path(f"/proc/{child}"), root, limits, stop
        self._ended = threading.Event()
        self.start()

    def end(self) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        pause, failed = PAUSE_SECONDS, 0
        while not self._ended.wait(pause):
            began = time.monotonic()
            try:
                self._look()
                failed = 0
            except TooMuchError as much:
                self.stop(f"The code was stopped because it took {much}.")
                return
            except OSError:  # the code changes its folder meanwhile
                failed += 1
                if failed == MOST_FAILURES:
                    self.stop("The code was stopped because it moved folders all the time.")
                    return
            pause = max(PAUSE_SECONDS, SHARE * (time.monotonic() - began))

    def _look(self) -> None:
        if machine.is_ours_alone():
            self._look_at_processes()
        total = 0
        for number, about in enumerate(entries(self._root)):
            if number >= self._limits.entries:
                raise TooMuchError(f"more than {self._limits.entries:,} files")
            total += about.st_blocks * BLOCK
            self._check(total)
        for about in self._removed():
            total += about.st_blocks * BLOCK
            self._check(total)
        with contextlib.suppress(OSError):
            threads = int((self._child / "stat").read_bytes().rpartition(b")")[2].split()[THREADS])
            if threads > 2 * self._limits.threads:
                raise TooMuchError(f"more than {2 * self._limits.threads} threads")

    def _look_at_processes(self) -> None:
        """The kernel limits the memory of each process. The code can start others where its calls aren't filtered."""
        processes = list(leftovers.of_the_code(self._limits))
        if len(processes) > self._limits.threads:
            raise TooMuchError(f"more than {self._limits.threads} processes")
        if sum(map(leftovers.memory_of, processes)) > self._limits.memory_bytes:
            raise TooMuchError(f"more than {self._limits.memory_bytes // MB} MB of memory")

    def _check(self, total: int) -> None:
        if total > self._limits.folder_bytes:
            raise TooMuchError(f"more than {self._limits.folder_bytes // MB} MB on disk")

    def _removed(self) -> Iterator[os.stat_result]:
        """Yield the files that have no name any more, but are still open."""
        with contextlib.suppress(OSError):
            for descriptor in (self._child / "fd").iterdir():
                with contextlib.suppress(OSError):
                    about = descriptor.stat()
                    if stat.S_ISREG(about.st_mode) and about.st_nlink == 0:
                        yield about


def entries(root: int) -> Iterator[os.stat_result]:
    """Yield all that lies below a folder, in any depth, without following links.

    It goes up by `..`, because paths have a longest length, and descriptors a largest number. Raises OSError if a folder was moved
    meanwhile: then `..` may be another one.
    """
    here = os.dup(root)
    waiting: list[list[str]] = []
    way: list[tuple[int, int]] = []
    try:
        while True:
            folders = []
            with os.scandir(here) as found:
                for entry in found:
                    with contextlib.suppress(FileNotFoundError):
                        about = entry.stat(follow_symlinks=False)
                        yield about
                        if stat.S_ISDIR(about.st_mode):
                            folders.append(entry.name)
            waiting.append(folders)
            way.append(_identity(here))
            below = None
            while below is None:
                while not waiting[-1]:
                    waiting.pop()
                    way.pop()
                    if not waiting:
                        return
                    here = _opened("..", here)
                    if _identity(here) != way[-1]:
                        raise OSError("a folder was moved")
                with contextlib.suppress(OSError):  # it was removed meanwhile
                    below = _opened(waiting[-1].pop(), here)
            here = below
    finally:
        os.close(here)


def _opened(name: str, folder: int) -> int:
    found = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    os.close(folder)
    return found


def _identity(folder: int) -> tuple[int, int]:
    about = os.fstat(folder)
    return about.st_dev, about.st_ino
