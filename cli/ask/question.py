"""The command line: what was asked of which agent."""

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cli.ask.errors import QuestionError
from cli.ask.runs import MOST_INPUT_BYTES

# Far over what may be asked, so that an endless pipe ends.
MOST_STDIN_BYTES = 4 * 1024 * 1024

EPILOG = """\
exit codes:
  0    the run succeeded
  1    the run failed, or was stopped
  2    bad input: no question, too long a question, no such agent, no such run
  3    the stack doesn't exist, isn't deployed, or its services don't answer
  130  Ctrl-C; the run goes on by itself

examples:
  python -m cli.ask sql "Who hit the most home runs in a career?" --stack local
  python -m cli.ask financial --stack local
  python -m cli.ask --all --stack local
  echo "Who hit the most home runs in a career?" | python -m cli.ask sql - --json
"""


@dataclass(frozen=True)
class Arguments:
    agent: str | None
    question: str | None
    """None with --follow, --stop and --all, and where none is given: an agent of the laptop stack has a first question."""
    stack: str
    """Empty for the stack that Pulumi has selected."""
    json: bool
    follow: str | None
    stop: str | None
    charts: Path
    all: bool = False
    """Ask every agent of the stack the first question of its script."""


def parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(
        prog="python -m cli.ask",
        description="Asks a deployed agent a question, shows the run while it happens, and prints the answer.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        # Options have one name each: what looks for --json before the arguments are parsed must not miss --js.
        allow_abbrev=False,
    )
    command.add_argument("agent", nargs="?", metavar="AGENT", help="which agent; may be left out where there is only one")
    command.add_argument(
        "question",
        nargs="?",
        metavar="QUESTION",
        help="what to ask; - reads it from standard input; without it the environment variable QUESTION is taken, and without "
        "that the first question that the laptop stack's script has for the agent",
    )
    command.add_argument("--stack", default="", metavar="NAME", help="the Pulumi stack; default: the one that is selected")
    command.add_argument("--json", action="store_true", help="print one JSON object at the end and nothing else")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--follow", metavar="EXECUTION_ARN", help="show a run that was started before, from its beginning")
    which.add_argument("--stop", metavar="EXECUTION_ARN", help="stop a run")
    which.add_argument("--all", action="store_true", help="ask every agent its first question, and show a table of what came of it")
    command.add_argument(
        "--charts", type=Path, default=Path("charts"), metavar="DIR", help="where charts go, a folder for each run; default: charts"
    )
    return command


def parse(argv: list[str], environment: Mapping[str, str] = os.environ, stdin: BinaryIO | None = None) -> Arguments:
    """The arguments, the question included. Raises QuestionError, and SystemExit(2) for a usage error."""
    command = parser()
    given = command.parse_args(argv)
    if given.follow is not None or given.stop is not None or given.all:
        if given.agent:
            command.error("--follow, --stop and --all take no AGENT or QUESTION")
        return Arguments(None, None, given.stack, given.json, given.follow, given.stop, given.charts, given.all)
    agent, question = given.agent, given.question
    if question is None and agent is not None and (agent == "-" or " " in agent.strip()):
        # One word alone is an agent; anything with a space can only be a question.
        agent, question = None, agent
    if question is None:
        question = environment.get("QUESTION")
    if question == "-":
        question = _read(stdin or sys.stdin.buffer)
    return Arguments(agent, question, given.stack, given.json, None, None, given.charts)


def _read(stdin: BinaryIO) -> str:
    data = stdin.read(MOST_STDIN_BYTES)
    if len(data) == MOST_STDIN_BYTES:
        raise QuestionError(
            f"the question on standard input has {MOST_STDIN_BYTES:,} bytes or more; {MOST_INPUT_BYTES:,} are allowed"
        )
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise QuestionError("the question on standard input isn't valid UTF-8") from error
