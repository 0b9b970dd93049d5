"""`agent verify`."""

from typing import Annotated

import typer

from cli.ask.options import DEFAULT_STACK, Stack


def verify(
    stack: Stack = DEFAULT_STACK,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object at the end and nothing else.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask whether it may cost something.")] = False,
) -> None:
    """Try on a deployed stack what can only be seen there, and print a table that can be sent: agent verify -s dev

    It looks at what the sandbox's kernel grants and what model-written code reaches, at snapshots, roles, logs and traces, and asks
    each agent one question. In AWS it costs cents: it says how many, and asks. The table names neither the account nor a key.
    What can't be seen is said to be so, and never counts as passed.
    Exit codes: 0 nothing failed; 1 something failed; 2 bad input; 3 the stack doesn't exist, isn't deployed or doesn't answer.
    """
    from cli.ask.session import Session
    from cli.verify.verification import Verified, verified

    session = Session(stack, as_json, outcome=Verified())
    raise typer.Exit(session.end(lambda: verified(session, yes)))
