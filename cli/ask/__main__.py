"""Entry point: `python -m cli.ask` in the project's folder, `python path/to/ask` from anywhere else."""

import os
import shlex
import shutil
import sys
from pathlib import Path

if not __package__:
    # Started by its path: what is on the path then is this folder, and not the one it is imported from.
    sys.path[0] = str(Path(__file__).resolve().parent.parent.parent)

from rich.console import Console
from rich.text import Text

from cli.ask.arguments import parse
from cli.ask.command import Command
from cli.ask.errors import INTERRUPTED, AskError
from cli.ask.every_agent import EveryAgent
from cli.ask.outcome import RUNNING, UNKNOWN, Outcome
from cli.ask.stack import PROJECT, on
from cli.untrusted import clean

# Wide enough for tables where there is no terminal to ask for its width.
PLAIN_WIDTH = 120

STARTED_BY_MAKE = "ASK_STARTED_BY_MAKE"


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        # In a locale that isn't UTF-8 an answer with a ✓ or an é is better than none.
        stream.reconfigure(errors="replace")
    as_json = "--json" in sys.argv[1:]
    console = Console(quiet=as_json, highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    errors = Console(stderr=True, highlight=False)
    command: Command | EveryAgent | None = None
    outcome = Outcome()
    try:
        given = parse(sys.argv[1:])
        command = (EveryAgent if given.all else Command)(given, console, errors)
        outcome = command.outcome
        code = command.do()
    except AskError as error:
        if outcome.status == RUNNING:
            outcome.status = UNKNOWN
        outcome.error = {"name": type(error).__name__, "message": str(error)}
        say(errors, f"error: {error}", style="red")
        code = error.exit_code
    except KeyboardInterrupt:
        outcome.error = {"name": "Interrupted", "message": "Ctrl-C"}
        code = INTERRUPTED
        if outcome.execution_arn is None:
            say(errors, "Nothing was started.")
    if code == INTERRUPTED or outcome.status == UNKNOWN:
        say_how_to_go_on(errors, command, outcome)
    if as_json:
        print(outcome.as_json(), flush=True)
    return code


def say(errors: Console, text: str, style: str = "") -> None:
    errors.print(Text(clean(text), style=style), soft_wrap=True)


def say_how_to_go_on(errors: Console, command: Command | EveryAgent | None, outcome: Outcome) -> None:
    """The exact commands that follow and stop the run that was left alone."""
    if command is None or command.stack is None or outcome.execution_arn is None or outcome.status not in (RUNNING, UNKNOWN):
        return
    say(errors, "The run goes on without this command." if outcome.status == RUNNING else "The run may still go on.")
    arn = shlex.quote(outcome.execution_arn)
    for what, verb in (("follow it:", "follow"), ("stop it:  ", "stop")):
        if os.environ.get(STARTED_BY_MAKE):
            # `make` has loaded the laptop stack's environment, which the reader's shell doesn't have.
            words = f"make {verb} RUN={arn}" + (f" STACK={shlex.quote(command.given.stack)}" if command.given.stack else "")
        else:
            words = f"{this_command()} --{verb} {arn}{on(command.given.stack)}"
        say(errors, f"  {what} {words}")


def this_command() -> str:
    """How this command was started, as a person would type it here."""
    on_path = shutil.which("python")
    same = on_path is not None and os.path.samefile(on_path, sys.executable)
    python = "python" if same else shlex.quote(_from_here(Path(sys.executable)))
    return f"{python} -m cli.ask" if Path.cwd() == PROJECT else f"{python} {shlex.quote(_from_here(PROJECT / 'cli' / 'ask'))}"


def _from_here(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader of our output has gone (`| head`). Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
