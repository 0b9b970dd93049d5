"""The log files of the laptop stack's own services."""

import os

from cli.ask.errors import QuestionError
from cli.laptop import the_laptop
from local.this_command import agent


def show_service(name: str, follow: bool, lines: int) -> int:
    """Show the end of a service's log by `tail`, which takes this process's place. Raise CommandError."""
    laptop = the_laptop()
    if name not in laptop.services:
        raise QuestionError(f"the laptop stack has no service {name!r}: it has {', '.join(laptop.services)}")
    log = laptop.log(name)
    if not log.exists():
        raise QuestionError(f"{name} has no log: the laptop stack was never started. Start it: {agent('up')}")
    os.execvp("tail", ["tail", "-n", str(lines), *(["-F"] if follow else []), str(log)])
