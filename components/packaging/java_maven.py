"""Runs Maven one at a time on this machine: two at once may spoil the repository of jars that they share.

As a program this file waits for its turn and then runs Maven: `python components/packaging/java_maven.py --batch-mode test`.
"""

import fcntl
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def take_turn(environment: Mapping[str, str] = os.environ) -> int:
    """Wait until no other process of this user has the turn, and take it.

    Return an open file. The turn ends when the file is closed.
    """
    folder = Path(environment.get("HOME") or Path.home()) / ".m2"
    folder.mkdir(parents=True, exist_ok=True)
    turn = os.open(folder / "one-at-a-time.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(turn, fcntl.LOCK_EX)
    return turn


@contextmanager
def one_at_a_time() -> Iterator[None]:
    turn = take_turn()
    try:
        yield
    finally:
        os.close(turn)


def main(arguments: list[str]) -> None:
    # Maven inherits the open file, so the turn ends with Maven.
    os.set_inheritable(take_turn(), True)
    try:
        os.execvp("mvn", ["mvn", *arguments])
    except FileNotFoundError:
        sys.exit("mvn isn't on this machine. The README says what each language needs.")


if __name__ == "__main__":
    main(sys.argv[1:])
