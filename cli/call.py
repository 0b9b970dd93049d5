"""`agent call`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.errors import FAILED, SUCCESS, CommandError


class InputError(CommandError):
    """The tool's input can't be read."""


def call(
    tool: Annotated[str, typer.Argument(metavar="TOOL", help="The tool's name, as the model calls it.")],
    given: Annotated[
        str, typer.Argument(metavar="INPUT", help="The input as JSON. `-` reads it from standard input, `@file` from a file.")
    ] = "{}",
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole tool result as JSON and nothing else.")] = False,
    pdb: Annotated[bool, typer.Option("--pdb", help="Run on this terminal: a breakpoint() in a Python tool opens pdb.")] = False,
) -> None:
    """Run one tool on this laptop, without a model: agent call execute_sql_query '{"sql_query": "SELECT 1"}'

    Its function is built if it isn't. A tool that is no function of this project is called with the rights of its agent in the
    laptop stack. The result goes to standard output; log lines and a crash's traceback go to standard error.
    Exit codes: 0 a result; 1 a result that is an error, or a crash; 2 bad input.
    """
    from cli.laptop import the_laptop
    from cli.say import say_error, say_progress
    from components.packaging.errors import BuildError
    from local.errors import ToolInputError
    from local.state_call import StateTool, call_states
    from local.tool_call import call as call_tool
    from local.tool_call import check_input, find_tool

    laptop = the_laptop(say_progress)
    found = find_tool(tool, laptop.folder)
    tool_input = read_input(given)
    check_input(found, tool_input)
    try:
        if not isinstance(found, StateTool):
            answer = call_tool(found, tool_input, laptop, say_progress, on_terminal=pdb)
        elif pdb:
            raise ToolInputError(f"pdb debugs Python, and {found.name} is no function of this project: call it without --pdb")
        else:
            answer = call_states(found, tool_input, laptop)
    except BuildError as error:
        raise CommandError(str(error)) from error
    for line in answer.log:
        say_progress(line)
    if answer.error:
        say_error(f"{answer.error.type}: {answer.error.message}")
        for line in answer.error.trace:
            say_progress(line)
        raise typer.Exit(FAILED)
    from cli.ask.events import text_of
    from cli.untrusted import clean

    print(json.dumps(answer.result) if as_json else clean(text_of(answer.result.get("content"))))
    raise typer.Exit(FAILED if answer.result.get("is_error") else SUCCESS)


def read_input(given: str) -> Any:
    """Raise InputError."""
    text, where = given, "the input"
    if given == "-":
        text, where = sys.stdin.read(), "standard input"
    elif given.startswith("@"):
        where = given[1:]
        try:
            text = Path(where).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{where} can't be read: {error}") from error
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(f'{where} is no JSON ({error}). Give an object in quotes, like \'{{"sql_query": "SELECT 1"}}\'') from error
