"""`agent versions`."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.ask.options import DEFAULT_STACK, Stack
from cli.errors import CommandError

if TYPE_CHECKING:
    from cli.ask.session import Session
    from cli.versions.version import Version


class NotClearedError(CommandError):
    """Nothing was deleted."""


def versions(
    stack: Stack = DEFAULT_STACK,
    clear: Annotated[bool, typer.Option("--clear", help="Delete the versions that nothing uses.")] = False,
    keep: Annotated[int, typer.Option("--keep", metavar="N", min=1, help="Keep the N newest versions of each function.")] = 1,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array and nothing else.")] = False,
) -> None:
    """List the published versions of a stack's functions, and what uses each. With --clear, delete those that nothing uses.

    A run keeps the versions that it began with, so an old version is used until its last run has ended. A redrive of a run that
    failed needs the versions of that run too.
    """
    if clear and as_json:
        raise typer.BadParameter("say one of --clear and --json")
    from cli.ask.clients import client
    from cli.ask.session import Session
    from cli.versions.published import published_versions

    session = Session(stack, as_json)
    outputs = session.read_stack()
    functions = client("lambda", outputs)
    with session.console.status("reading the versions and the runs"):
        found = published_versions(client("stepfunctions", outputs), functions, outputs, keep)
    if as_json:
        print(json.dumps([version.as_json() for version in found]))
        return
    unused = [version for version in found if not version.users]
    _show(session, unused if clear else found)
    if not clear:
        _say_total(session, found, unused)
    elif unused:
        _clear(session, outputs, functions, unused, yes)
    else:
        session.console.print("There is nothing to clear: everything is used.", soft_wrap=True)


def _show(session: "Session", found: list["Version"]) -> None:
    from rich import box
    from rich.table import Table

    from cli.ask.answer import money
    from cli.untrusted import clean

    if not found:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, side in (
        ("function", "left"),
        ("version", "right"),
        ("published", "left"),
        ("code", "right"),
        ("snapshot", "right"),
    ):
        table.add_column(heading, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("used by")
    for version in found:
        table.add_row(
            clean(version.function),
            str(version.number),
            version.published.astimezone().strftime("%Y-%m-%d %H:%M"),
            f"{version.code_bytes / 1e6:,.1f} MB",
            f"{money(version.usd_per_month)}/month" if version.usd_per_month else "",
            clean(", ".join(version.users)) or "nothing",
        )
    session.console.print(table)


def _say_total(session: "Session", found: list["Version"], unused: list["Version"]) -> None:
    from cli.ask.stack import on
    from cli.versions.version import MOST_CODE_GB
    from local.this_command import agent

    total = f"{_in_words(found)}. A region holds {MOST_CODE_GB} GB of code."
    session.console.print(total, soft_wrap=True)
    if unused:
        command = agent(f"versions --clear{on(session.stack_name)}")
        session.console.print(f"Nothing uses {_in_words(unused)}. Delete them: {command}", soft_wrap=True)


def _in_words(found: list["Version"]) -> str:
    from cli.ask.answer import counted, money

    dollars = sum(version.usd_per_month for version in found)
    cost = f", {money(dollars)} a month for snapshots" if dollars else ""
    return f"{counted(len(found), 'version')}, {sum(version.code_bytes for version in found) / 1e6:,.1f} MB{cost}"


def _clear(session: "Session", outputs: Any, functions: Any, unused: list["Version"], yes: bool) -> None:
    from cli.versions.clear import delete

    what = _in_words(unused)
    if not yes and not sys.stdin.isatty():
        raise NotClearedError("nobody is there to be asked. Add --yes to delete these versions")
    if not yes and not typer.confirm(f"Delete {what}?"):
        session.console.print("Nothing was deleted.")
        return
    for version in unused:
        delete(functions, outputs, version)
    session.console.print(f"Deleted {what}.", soft_wrap=True)
