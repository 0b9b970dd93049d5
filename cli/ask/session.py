"""One call of a command on a run: its output, its stack and its exit code."""

import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from cli.ask.options import CHARTS
from cli.ask.outcome import RUNNING, UNKNOWN, Outcome
from cli.ask.stack import LAPTOP, Stack, on, read_stack
from cli.errors import INTERRUPTED, CommandError
from cli.untrusted import clean
from local.this_command import agent

# Wide enough for tables if there is no terminal to give its width.
PLAIN_WIDTH = 120


class Session:
    """The consoles, the stack and the outcome. With `as_json`, standard output gets only one JSON object."""

    def __init__(self, stack_name: str, as_json: bool = False, charts: Path = CHARTS, outcome: Outcome | None = None) -> None:
        """charts: the folder that gets a folder of charts for each run."""
        self.stack_name, self.as_json, self.charts = stack_name, as_json, charts
        self.console = Console(quiet=as_json, highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
        self.errors = Console(stderr=True, highlight=False)
        self.outcome = outcome or Outcome()

    def read_stack(self) -> Stack:
        """Return the outputs of the stack, and set this process's environment for its services. Raise CommandError."""
        if self.stack_name == LAPTOP:
            # Imported here, because a stack in AWS needs nothing of local/.
            from cli.ask.ready_laptop import use_the_laptop

            use_the_laptop()
        with self.console.status("reading the stack's outputs"):
            return read_stack(self.stack_name)

    def end(self, work: Callable[[], int]) -> int:
        """Do the work, report its errors, print the outcome as JSON if asked for, and return the exit code."""
        try:
            code = work()
        except CommandError as error:
            if self.outcome.status == RUNNING:
                self.outcome.status = UNKNOWN
            self.outcome.error = {"name": type(error).__name__, "message": str(error)}
            self._say(f"error: {error}", style="red")
            code = error.exit_code
        except KeyboardInterrupt:
            self.outcome.error = {"name": "Interrupted", "message": "Ctrl-C"}
            code = INTERRUPTED
            if self.outcome.execution_arn is None:
                self._say("Nothing was started.")
        if code == INTERRUPTED or self.outcome.status == UNKNOWN:
            self._say_how_to_go_on()
        if self.as_json:
            print(self.outcome.as_json(), flush=True)
        return code

    def _say_how_to_go_on(self) -> None:
        """Print the exact commands that follow and stop the run that goes on."""
        if self.outcome.execution_arn is None or self.outcome.status not in (RUNNING, UNKNOWN):
            return
        self._say("The run goes on without this command." if self.outcome.status == RUNNING else "The run may still go on.")
        run = f"{self.outcome.execution_arn.rpartition(':')[2]}{on(self.stack_name)}"
        self._say(f"  follow it: {agent(f'follow {run}')}")
        self._say(f"  stop it:   {agent(f'stop {run}')}")

    def _say(self, text: str, style: str = "") -> None:
        self.errors.print(Text(clean(text), style=style), soft_wrap=True)
