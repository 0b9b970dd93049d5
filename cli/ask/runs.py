"""The runs of a stack's agents: name, start and stop them."""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cli.ask.clients import reachable
from cli.ask.conversation import Conversation
from cli.ask.errors import QuestionError
from cli.ask.stack import AgentOutputs, Stack

# A state machine's input may hold 262,144 bytes (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). The
# agents' state machines refuse more than this, because the conversation needs room too.
MOST_INPUT_BYTES = 200_000

Limits = dict[str, float]
"""Limits of a run by their names. docs/reference/contracts.md, Run."""


@dataclass(frozen=True)
class Run:
    """One execution of an agent's state machine."""

    arn: str
    agent: AgentOutputs

    @property
    def name(self) -> str:
        return self.arn.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The beginning of the keys of the run's files, as components/state_machines/agent.asl.json makes it."""
        return f"runs/{self.agent.agent}/{re.sub(r'^[.]', '=2E', self.name.replace('=', '=3D'))}/"


def run_of(agent: AgentOutputs, name: str) -> Run:
    """Return the run of that name, whether it was started or not."""
    return Run(f"{agent.state_machine_arn.replace(':stateMachine:', ':execution:', 1)}:{name}", agent)


def named(agent: AgentOutputs, question: str) -> Run:
    """Return the run for a question, before it starts. Its name is made here, so its ARN is known."""
    return run_of(agent, run_name(agent.agent, question))


def start(
    step_functions: Any,
    stack: Stack,
    run: Run,
    question: str,
    conversation: Conversation | None = None,
    limits: Limits | None = None,
) -> None:
    """Start a run. Raise QuestionError, before anything is started, if the question can't be asked."""
    given = run_input(question, conversation, limits)
    with reachable(stack):
        step_functions.start_execution(stateMachineArn=run.agent.state_machine_arn, name=run.name, input=given)


def stop(step_functions: Any, stack: Stack, run: Run) -> None:
    """Stop a run. It ends as ABORTED, and a running tool call is abandoned."""
    with reachable(stack):
        step_functions.stop_execution(executionArn=run.arn, error="Stopped", cause="stopped by a person, with agent stop")


def run_input(question: str, conversation: Conversation | None = None, limits: Limits | None = None) -> str:
    """Return the execution's input as JSON. Raise QuestionError.

    conversation: the one that the question continues.
    limits: those that lower the agent's.
    """
    if not question.strip():
        raise QuestionError("the question is empty")
    try:
        given = json.dumps(
            {"prompt": question, **(conversation or {}), **({"limits": limits} if limits else {})}, ensure_ascii=False
        )
        given.encode()
    except UnicodeEncodeError as error:
        raise QuestionError("the question isn't valid UTF-8") from error
    # Counted as the state machine counts. It can't see bytes, so it takes three for each letter that isn't ASCII.
    size = len(given) + 2 * len(re.sub(r"[ -~]+", "", given))
    if size > MOST_INPUT_BYTES:
        what = "the question and its conversation take" if conversation else "the question takes"
        raise QuestionError(
            f"{what} {size:,} bytes as JSON (letters beyond ASCII counted as three); {MOST_INPUT_BYTES:,} are allowed"
        )
    return given


def run_name(agent: str, question: str) -> str:
    """Return a name of at most 80 characters that a person recognizes and no other run has.

    It consists of letters, digits and hyphens. StartExecution allows more characters, but CloudWatch Logs doesn't.
    """
    words = re.sub(r"[^a-z0-9]+", "-", question[:500].lower()).strip("-")
    words = words if len(words) <= 40 else words[:41].rpartition("-")[0] or words[:40]
    return "-".join(filter(None, [words or agent, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"), secrets.token_hex(2)]))
