"""`agent runs`."""

from typing import Annotated

import typer

from cli.ask.options import DEFAULT_STACK, Stack


def runs(
    agent: Annotated[str | None, typer.Option("--agent", "-a", metavar="AGENT", help="Only this agent's runs.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many runs.")] = 10,
    stack: Stack = DEFAULT_STACK,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON array, in which null is unknown, and nothing else.")
    ] = False,
) -> None:
    """List the recent runs of a stack, newest first: name, question, status, start, seconds, turns, tokens, cost."""
    import json

    from cli.ask.clients import client
    from cli.ask.run_list import recent_runs
    from cli.ask.session import Session
    from cli.ask.stack import on
    from local.this_command import agent as this_command

    session = Session(stack, as_json)
    outputs = session.read_stack()
    found = recent_runs(client("stepfunctions", outputs), outputs, limit, agent)
    if as_json:
        print(json.dumps([run.as_json() for run in found]))
        return
    for run in found:
        session.console.print(run.in_lines(), soft_wrap=True)
    if not found:
        session.console.print(f"There are no runs yet. Ask something: {this_command(f'ask{on(stack)}')}", soft_wrap=True)
    elif any(run.usage is None for run in found):
        # Only the output of a run that succeeded has its usage.
        counts = f"{this_command('show last' + on(stack))} counts what a run took that hasn't succeeded."
        session.console.print(f"\n{counts}", soft_wrap=True, style="dim")
