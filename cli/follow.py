"""`agent follow`."""

import typer

from cli.ask.options import CHARTS, DEFAULT_STACK, Charts, Json, Run, Stack


def follow(run: Run, stack: Stack = DEFAULT_STACK, as_json: Json = False, charts: Charts = CHARTS) -> None:
    """Show a run from its beginning until it ends."""
    from cli.ask.session import Session
    from cli.ask.watcher import Watcher

    session = Session(stack, as_json, charts)
    raise typer.Exit(session.end(lambda: Watcher(session, session.read_stack()).follow(run)))
