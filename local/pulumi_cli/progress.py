"""One line on a terminal that shows the progress and is overwritten."""

import sys


def is_shown() -> bool:
    # It goes to standard error. Standard output is for other programs to read.
    return sys.stderr.isatty()


def show(text: str) -> None:
    if is_shown():
        print(f"\r\033[K  {text}", end="", file=sys.stderr, flush=True)


def clear() -> None:
    if is_shown():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
