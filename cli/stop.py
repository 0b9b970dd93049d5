"""`agent stop`."""

import typer

from cli.ask.options import DEFAULT_STACK, Json, Run, Stack


def stop(run: Run, stack: Stack = DEFAULT_STACK, as_json: Json = False) -> None:
    """Stop a run. A tool use that goes on is abandoned."""
    from cli.ask.session import Session
    from cli.ask.watcher import Watcher

    session = Session(stack, as_json)
    raise typer.Exit(session.end(lambda: Watcher(session, session.read_stack()).stop(run)))
