"""The options and arguments that several commands on runs take."""

from pathlib import Path
from typing import Annotated

import typer

from cli.ask.stack import LAPTOP

Stack = Annotated[
    str, typer.Option("--stack", "-s", metavar="NAME", envvar="AGENT_STACK", help="The Pulumi stack. `local` is the laptop's.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object at the end and nothing else.")]
Charts = Annotated[Path, typer.Option("--charts", metavar="DIR", help="Where charts go, a folder for each run.")]
Run = Annotated[
    str,
    typer.Argument(metavar="RUN", help="The run's name as it was printed, the beginning of it, its ARN, or `last` for the newest."),
]
DEFAULT_STACK = LAPTOP
CHARTS = Path("charts")
EXIT_CODES = (
    "Exit codes: 0 the run succeeded; 1 it failed or was stopped; 2 bad input: the question, the agent or the run; "
    "3 the stack doesn't exist, isn't deployed or doesn't answer; 130 Ctrl-C, and the run goes on."
)
