"""One line on a terminal that is written over as the work goes on."""

import sys


def is_shown() -> bool:
    # What commands print for other programs to read is on the standard output.
    return sys.stderr.isatty()


def show(text: str) -> None:
    if is_shown():
        print(f"\r\033[K  {text}", end="", file=sys.stderr, flush=True)


def clear() -> None:
    if is_shown():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
