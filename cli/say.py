"""Print a sentence as it is, without anything that a terminal would act on."""

from rich.console import Console
from rich.text import Text

from cli.untrusted import clean


def say(text: str) -> None:
    Console(highlight=False, soft_wrap=True).print(Text(clean(text)))


def say_error(error: object) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(clean(f"error: {error}"), style="red"))


def say_progress(text: str) -> None:
    """Print a sentence to standard error, for commands whose standard output another program reads."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(clean(text)))
