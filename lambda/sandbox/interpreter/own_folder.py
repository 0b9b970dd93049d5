"""Makes the folder of one execution, and removes it. The code may put anything in its place or into it: no link is followed.

Everything goes by descriptors of folders that were opened before the code ran.
"""

import contextlib
import itertools
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True)
class OwnFolder:
    path: Path
    descriptor: int

    def make(self, name: str) -> int:
        """Make a folder in it, and return its descriptor."""
        os.mkdir(name, 0o700, dir_fd=self.descriptor)
        return os.open(name, FOLDER, dir_fd=self.descriptor)


@contextlib.contextmanager
def own_folder() -> Iterator[OwnFolder]:
    path = Path(tempfile.mkdtemp(prefix="execute-python-"))
    parent = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    folder = os.open(path.name, FOLDER, dir_fd=parent)
    try:
        yield OwnFolder(path, folder)
    finally:
        with contextlib.suppress(OSError):
            empty(folder)
        with contextlib.suppress(OSError):
            remove_by_identity(folder, parent)
        os.close(folder)
        os.close(parent)


def empty(folder: int) -> None:
    """Remove all that lies in a folder, in any depth. shutil.rmtree can't: it takes a stack frame and a descriptor for each level.

    Each folder within a subfolder is moved up beside it, so no more than two descriptors are open.
    """
    names = (f"removed-{number}" for number in itertools.count())
    # Without entries that can't be removed, so that there is an end.
    left: set[str] = set()
    while waiting := [name for name in os.listdir(folder) if name not in left]:
        for name in waiting:
            try:
                _remove(name, folder, names)
            except OSError:
                left.add(name)


def _remove(name: str, folder: int, names: Iterator[str]) -> None:
    if not stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        os.unlink(name, dir_fd=folder)
        return
    current = _opened(name, folder)
    try:
        for each in os.listdir(current):
            if not stat.S_ISDIR(os.stat(each, dir_fd=current, follow_symlinks=False).st_mode):
                os.unlink(each, dir_fd=current)
                continue
            # Moving a folder changes it, so the folder has to be writable.
            os.close(_opened(each, current))
            os.rename(each, _free(folder, names), src_dir_fd=current, dst_dir_fd=folder)
    finally:
        os.close(current)
    os.rmdir(name, dir_fd=folder)


def _opened(name: str, within: int) -> int:
    """Open a folder whose mode may forbid it. Return its descriptor."""
    if sys.platform == "linux":
        # A descriptor of the path alone needs no right over the folder, and its mode is changed by way of /proc.
        place = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=within)
        try:
            os.chmod(f"/proc/self/fd/{place}", 0o700)
        finally:
            os.close(place)
    else:
        os.chmod(name, 0o700, dir_fd=within, follow_symlinks=False)
    return os.open(name, FOLDER, dir_fd=within)


def _free(folder: int, names: Iterator[str]) -> str:
    for name in names:
        try:
            os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return name
    raise AssertionError("the names never end")


def remove_by_identity(folder: int, parent: int) -> None:
    """Remove an empty folder from its parent, whatever its name is now, and nothing else that stands in its place."""
    wanted = os.fstat(folder)
    for name in os.listdir(parent):
        about = os.stat(name, dir_fd=parent, follow_symlinks=False)
        if (about.st_dev, about.st_ino) == (wanted.st_dev, wanted.st_ino):
            os.rmdir(name, dir_fd=parent)
            return
