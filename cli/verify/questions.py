"""One question to each agent, and whether its answer fits its schema."""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
from rich.console import Console

from cli.ask.answer import NORMAL_STOP, counted
from cli.ask.first_question import first_question
from cli.ask.history import History
from cli.ask.outcome import Outcome
from cli.ask.session import Session
from cli.ask.stack import AgentOutputs
from cli.ask.watcher import Watcher
from cli.verify.deployed import Deployed
from cli.verify.finding import FAILED, Check, Finding, NotSeenError, passed_if

PART = "answers"


@dataclass
class Asked:
    """The outcome of a run."""

    agent: AgentOutputs
    outcome: Outcome
    transitions: int = 0

    @property
    def run(self) -> str:
        """The run's name."""
        return (self.outcome.execution_arn or "").rpartition(":")[2]


class Questions:
    """Asks each agent, and keeps what came of it for the checks of logs, traces and costs."""

    def __init__(self, there: Deployed) -> None:
        self.there = there
        self.asked: dict[str, Asked] = {}

    def checks(self) -> Iterator[Check]:
        for agent in self.there.stack.agents.values():
            yield Check(PART, f"agent {agent.agent}: its answer fits its schema", partial(self._ask, agent))

    def _ask(self, agent: AgentOutputs) -> Finding:
        question = first_question(agent)
        if question is None:
            raise NotSeenError("it has no sample question")
        with tempfile.TemporaryDirectory() as charts:
            quiet = Session(self.there.stack.name, charts=Path(charts))
            # The person who sends the table may not want to send the answers.
            quiet.console = quiet.errors = Console(file=io.StringIO(), quiet=True)
            self.asked[agent.agent] = asked = Asked(agent, quiet.outcome)
            Watcher(quiet, self.there.stack).ask(agent, question)
        outcome = asked.outcome
        asked.transitions = _transitions(self.there, outcome.execution_arn)
        if outcome.error:
            return Finding(FAILED, f"{outcome.error['name']}: {outcome.error['message'][:300]}")
        turns = (outcome.usage or {}).get("turns", 0)
        if outcome.stop_reason != NORMAL_STOP:
            return Finding(FAILED, f"stopped by its limit of {outcome.stop_reason} after {counted(turns, 'turn')}")
        misfit = misfit_of(outcome.output, agent.output_schema)
        return passed_if(misfit is None, misfit or f"answered in {counted(turns, 'turn')}, and it fits")


def misfit_of(output: Any, schema: dict[str, Any]) -> str | None:
    """Return where an output doesn't fit, without what stands there. None if it fits."""
    error = next(iter(jsonschema.Draft7Validator(schema).iter_errors(output)), None)
    return f"it doesn't fit at {'.'.join(map(str, error.absolute_path)) or 'its top'}: {error.validator}" if error else None


def _transitions(there: Deployed, arn: str | None) -> int:
    """Return the number of states that a run entered. AWS bills each."""
    if arn is None:
        return 0
    pages = History(there.client("stepfunctions"), arn).new_events()
    return sum("stateEnteredEventDetails" in event for page in pages for event in page)
