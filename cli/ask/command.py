"""`agent ask`."""

from typing import Annotated

import typer

from cli.ask.options import CHARTS, DEFAULT_STACK, Charts, Json, Stack
from cli.ask.session import Session
from cli.options import Model


def ask(
    agent: Annotated[
        str | None,
        typer.Argument(
            metavar="AGENT", help="Which agent. Leave it out where there is only one, or for the default one on the laptop."
        ),
    ] = None,
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="QUESTION",
            help="What to ask. `-` reads it from standard input. Without it an agent of the laptop is asked the first question of "
            "its script.",
        ),
    ] = None,
    stack: Stack = DEFAULT_STACK,
    as_json: Json = False,
    charts: Charts = CHARTS,
    model: Model = "",
    after: Annotated[
        str | None,
        typer.Option(
            metavar="RUN", help="Continue the conversation of this run, which has ended. Its name, the beginning of it, or `last`."
        ),
    ] = None,
    max_cost: Annotated[
        float | None,
        typer.Option(
            metavar="USD", min=0, help="Dollars that the run may cost, if that is less than the agent's limit. Then it answers."
        ),
    ] = None,
    deploy: Annotated[
        bool, typer.Option("--deploy/--no-deploy", help="On the laptop, deploy what has changed first, or ask what is there.")
    ] = True,
) -> None:
    """Ask an agent, watch the run, and see the answer: agent ask sql "Who hit the most home runs?"

    On the laptop the agent is deployed first, if it isn't there as it stands.
    """
    from cli.ask.errors import QuestionError
    from cli.ask.question import asked
    from cli.ask.runs import run_input
    from cli.ask.stack import LAPTOP

    session = Session(stack, as_json, charts)

    def work() -> int:
        given = asked(agent, question)
        name = given.agent
        if given.question is not None:
            # Read the question first: deploying and reading the stack take longer.
            run_input(given.question)
        elif after:
            raise QuestionError("--after continues a conversation: say with which question")
        if stack == LAPTOP and deploy:
            from cli.ask.ready_laptop import deploy_to_the_laptop

            name = deploy_to_the_laptop(name, model)
        elif model and stack == LAPTOP:
            raise QuestionError("--model deploys the model: leave out --no-deploy")
        elif model:
            raise QuestionError(f"--model is for the laptop stack. The model of stack {stack!r} stands in Pulumi.{stack}.yaml")
        return _ask(
            session, given.agent if after else name, given.question, after, {} if max_cost is None else {"cost_usd": max_cost}
        )

    raise typer.Exit(session.end(work))


def ask_on(stack: str, agent: str | None, question: str | None) -> int:
    """Ask a deployed agent and return the exit code. Without a question, ask the agent's first sample question."""
    session = Session(stack)
    return session.end(lambda: _ask(session, agent, question))


def _ask(
    session: Session, agent: str | None, question: str | None, after: str | None = None, limits: dict[str, float] | None = None
) -> int:
    from cli.ask.watcher import Watcher

    outputs = session.read_stack()
    watcher = Watcher(session, outputs, limits)
    if after is None or question is None:
        return watcher.ask(outputs.agent(agent), question)
    return watcher.ask_after(after, outputs.agent(agent) if agent else None, question)
