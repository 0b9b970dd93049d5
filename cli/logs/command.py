"""`agent logs`."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from cli.ask.options import DEFAULT_STACK, Stack

PAUSE_SECONDS = 2.0
DEFAULT_SINCE = timedelta(hours=1)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def logs(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="TOOL|RUN",
            help="A tool's name, its function's folder, or `call-llm`: what the function printed. Or a run, named as for "
            "`agent show`: what all functions printed for it.",
        ),
    ] = None,
    stack: Stack = DEFAULT_STACK,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Show new lines until Ctrl-C.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="How far back: 30s, 10m, 2h, 3d. Default: 1h, or the start of the run."),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option("--service", metavar="NAME", help="A service of the laptop: ministack, step-functions, model, mock-services."),
    ] = None,
    lines: Annotated[int, typer.Option("--lines", min=0, help="How many lines of a service's log.")] = 40,
) -> None:
    """Show what functions printed: agent logs execute_sql_query -f, agent logs last, agent logs --service model."""
    if (what is None) == (service is None):
        raise typer.BadParameter("say one of TOOL, RUN and --service NAME")
    if service is not None:
        from cli.logs.service import show_service

        raise typer.Exit(show_service(service, follow, lines))
    back = _back(since)

    from cli.ask.session import Session

    raise typer.Exit(_show(Session(stack), what or "", back, follow))


def _back(since: str | None) -> timedelta | None:
    if since is None:
        return None
    match = re.fullmatch(r"(\d+)([smhd])", since)
    if not match:
        raise typer.BadParameter(f"--since is {since!r}: allowed are a number and s, m, h or d, like 10m")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _show(session: Any, what: str, back: timedelta | None, follow: bool) -> int:
    import time

    from rich.text import Text

    from cli.ask.clients import client
    from cli.ask.errors import RunNotFoundError
    from cli.ask.found_run import find
    from cli.logs.functions import functions_of
    from cli.logs.lines import LogGroup, of_run
    from cli.untrusted import clean

    stack = session.read_stack()
    step_functions = client("stepfunctions", stack)
    functions = functions_of(step_functions, stack)
    run = agent = ended = None
    chosen = [function for function in functions.values() if what == function.label or what in function.tools]
    start = datetime.now(UTC) - (back or DEFAULT_SINCE)
    if not chosen:
        try:
            found, described = find(step_functions, stack, what)
        except RunNotFoundError as error:
            known = [name for function in functions.values() for name in (function.label, *sorted(function.tools))]
            raise RunNotFoundError(f"there is no tool or function {what!r}: there are {', '.join(known)}.\n{error}") from error
        run, agent, ended = found.name, found.agent.agent, described.get("stopDate")
        chosen = [function for function in functions.values() if agent in function.agents]
        start = described["startDate"] if back is None else start
    groups = [LogGroup(client("logs", stack), stack, function, start) for function in chosen]
    width = max(len(function.label) for function in chosen)
    shown: set[int] = set()
    while True:
        fresh = []
        for group in groups:
            group.read()
            for line in of_run(group.lines, run, agent, ended) if run and agent else group.lines:
                if id(line) not in shown:
                    shown.add(id(line))
                    fresh.append(line)
        for line in sorted(fresh, key=lambda one: one.at):
            if not line.is_noise:
                at = line.at.astimezone().strftime("%H:%M:%S.%f")[:-3]
                beginning = Text.assemble((f"{at} ", "dim"), (f"{line.function.ljust(width)}  ", "cyan"))
                session.console.print(beginning + Text(clean(line.message)), soft_wrap=True)
        if not follow:
            break
        time.sleep(PAUSE_SECONDS)
    if not shown:
        session.errors.print(
            f"No lines since {start.astimezone():%Y-%m-%d %H:%M:%S}. --since 1d looks further back.", soft_wrap=True
        )
    return 0
