"""The commands, in the groups in which `agent --help` lists them.

A command's module imports at its top only what its options need; the rest is imported when the command runs, so that help is quick.
"""

import os
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import typer

from agents.errors import DeclarationError
from agents.folders import require_project
from cli.ask.command import ask
from cli.ask.options import EXIT_CODES
from cli.call import call
from cli.demo import demo
from cli.doctor import doctor
from cli.env import env
from cli.errors import FAILED, INTERRUPTED, CommandError
from cli.follow import follow
from cli.logs.command import logs
from cli.new.command import new
from cli.options import MODELS
from cli.pulumi import pulumi
from cli.remove.command import remove
from cli.runs import runs
from cli.say import say_error
from cli.show import show
from cli.status import status
from cli.stop import stop
from cli.up import down, up
from cli.verify.command import verify
from cli.versions.command import versions
from local.errors import LaptopError

AGENTS_AND_RUNS = "Agents and their runs"
LAPTOP = "The laptop stack"
YOUR_OWN = "Your own"

app = typer.Typer(
    name="agent",
    help="AI agents that run as AWS Step Functions: ask them, look at their runs, deploy them to this laptop, make your own.",
    epilog="agent COMMAND --help says more. In AWS: pulumi up, then agent ask … --stack NAME.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    # A traceback with local variables would print keys.
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

app.command(rich_help_panel=AGENTS_AND_RUNS, epilog=MODELS)(demo)
command: Callable[..., None]
for command in (ask, show, follow, stop):
    app.command(rich_help_panel=AGENTS_AND_RUNS, epilog=EXIT_CODES)(command)
for command in (runs, logs, versions, verify):
    app.command(rich_help_panel=AGENTS_AND_RUNS)(command)
app.command(rich_help_panel=LAPTOP, epilog=MODELS)(up)
for command in (down, status, doctor, env):
    app.command(rich_help_panel=LAPTOP)(command)
app.command(rich_help_panel=LAPTOP, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(pulumi)
app.command(rich_help_panel=YOUR_OWN)(call)
app.add_typer(new, name="new", rich_help_panel=YOUR_OWN)
app.add_typer(remove, name="remove", rich_help_panel=YOUR_OWN)


def main() -> int:
    """Run the command line; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # In a locale that isn't UTF-8, an answer with a replaced ✓ or é is better than none.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="agent")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else FAILED
    except (CommandError, LaptopError, DeclarationError) as error:
        say_error(error)
        return getattr(error, "exit_code", FAILED)
    except KeyboardInterrupt:
        say_error("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`). Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return 0


@app.callback(invoke_without_command=True)
def _before(context: typer.Context, show: bool = typer.Option(False, "--version", help="Show the version and exit.")) -> None:
    if show:
        try:
            print(version("step-functions-agents"))
        except PackageNotFoundError:
            print("unknown: run ./agent, which installs the command")
        raise typer.Exit
    if context.invoked_subcommand not in (None, "new") and "--help" not in sys.argv and "-h" not in sys.argv:
        require_project()
