"""All checks, one after another: say what they cost, ask, look, and show what was seen."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import typer
from rich.text import Text

from cli.ask.outcome import Outcome
from cli.ask.session import Session
from cli.errors import FAILED as SOME_FAILED
from cli.errors import SUCCESS, CommandError
from cli.verify import costs, questions, roles, sandbox, snapshots, traces
from cli.verify.deployed import Deployed
from cli.verify.finding import FAILED, Check, Finding
from cli.verify.report import Row, as_json, counted, print_table, without_names

IN_AWS, ON_THE_LAPTOP = "AWS", "the laptop stack"


class NobodyToAskError(CommandError):
    """It may cost something, and nobody is there who could agree."""


@dataclass
class Verified(Outcome):
    """The findings. Before there are any, the outcome is that of a command that started nothing."""

    report: str = ""

    def as_json(self) -> str:
        return self.report or super().as_json()


def verified(session: Session, yes: bool) -> int:
    """Verify the session's stack. Return the exit code: whether something failed. Raise CommandError."""
    stack = session.read_stack()
    there = Deployed(stack)
    if not there.on_laptop and not _agreed(session, costs.estimate(len(stack.agents)), yes):
        return SUCCESS
    rows = []
    for check in _checks(there):
        rows.append(row := Row(check, check.find()))
        session.errors.print(Text(f"{check.part}: {check.promise}: {row.finding.result}", "dim"), soft_wrap=True)
    rows = without_names(rows, stack.data_bucket)
    where = ON_THE_LAPTOP if there.on_laptop else IN_AWS
    session.outcome = Verified(report=as_json(rows, where=where, region=stack.region, date=f"{datetime.now(UTC):%Y-%m-%d}"))
    print_table(session.console, rows)
    session.console.print(f"\n{counted(rows)}", style="bold", soft_wrap=True)
    session.console.print(
        "The table names neither the account nor a key. The project is glad to have it: open an issue.", soft_wrap=True
    )
    return SOME_FAILED if any(row.finding.result == FAILED for row in rows) else SUCCESS


def _agreed(session: Session, estimate: str, yes: bool) -> bool:
    """Say what it will cost, and return whether the person agrees. Raise NobodyToAskError."""
    session.errors.print(estimate, soft_wrap=True, markup=False)
    if yes:
        return True
    if not sys.stdin.isatty():
        raise NobodyToAskError("nobody is there to be asked. Add --yes to agree to the costs")
    return typer.confirm("Go on?", err=True)


def _checks(there: Deployed) -> Iterator[Check]:
    """Yield the checks of all parts. The questions come before the logs, traces and costs of their runs."""
    asked = questions.Questions(there)
    for part, checks in (
        (sandbox.REACH, lambda: sandbox.checks(there)),
        (snapshots.PART, lambda: snapshots.checks(there)),
        (roles.PART, lambda: roles.checks(there)),
        (questions.PART, asked.checks),
        (traces.PART, lambda: traces.checks(there, asked)),
        (costs.PART, lambda: costs.checks(there, asked)),
    ):
        yield from _of_part(part, checks)


def _of_part(part: str, checks: Callable[[], Iterable[Check]]) -> list[Check]:
    """Return the checks of a part. Where they can't be listed, return one that fails and says why."""
    try:
        return list(checks())
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        return [Check(part, "What is deployed can be listed", lambda: Finding(FAILED, why))]
