"""Ask, follow, show and stop: the commands on one run of a stack."""

import json
import time
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ReadTimeoutError
from rich.text import Text

from cli.ask import charts, runs
from cli.ask.answer import answer, chart_lines, stop_reason_line, usage_line
from cli.ask.clients import client, reachable
from cli.ask.conversation import Conversation, conversation_of, refuse_stored
from cli.ask.display import Display
from cli.ask.errors import RunNotFoundError, UnreachableError
from cli.ask.events import RunEnded, RunReader, from_json, readable_cause
from cli.ask.first_question import question_of_the_laptop
from cli.ask.found_run import find
from cli.ask.hints import hint
from cli.ask.history import LONGEST_PAUSE, History, pauses
from cli.ask.outcome import NOT_STARTED, RUNNING, UNKNOWN
from cli.ask.session import Session
from cli.ask.stack import AgentOutputs, Stack, on
from cli.ask.totals import Totals
from cli.errors import FAILED, SUCCESS, CommandError
from cli.untrusted import clean, one_line
from local.this_command import agent as this_command


class Watcher:
    """Carries out the commands. Each method returns the exit code or raises CommandError. The session's outcome is always up to
    date.
    """

    def __init__(self, session: Session, stack: Stack, limits: runs.Limits | None = None) -> None:
        """limits: those of the runs that it starts. They lower the agents' own."""
        self._limits = limits
        self.session, self.stack, self.outcome = session, stack, session.outcome
        self._step_functions = client("stepfunctions", stack)
        self._totals = Totals()

    def ask(self, agent: AgentOutputs, question: str | None) -> int:
        """Start a run and follow it.

        question: None for the agent's first sample question, on the laptop.
        """
        return self._ask(agent, question or question_of_the_laptop(self.stack, agent), None)

    def ask_after(self, given: str, agent: AgentOutputs | None, question: str) -> int:
        """Start a run that continues the conversation of the given one, and follow it. agent: None for the agent of that run."""
        earlier, described = find(self._step_functions, self.stack, given)
        conversation = conversation_of(self.stack, described)
        if agent and agent != earlier.agent:
            refuse_stored(conversation, earlier.name, earlier.agent.agent, agent.agent)
        return self._ask(agent or earlier.agent, question, conversation)

    def _ask(self, agent: AgentOutputs, question: str, conversation: Conversation | None) -> int:
        run = self._start(agent, question, conversation)
        self.outcome.execution_arn, self.outcome.status = run.arn, RUNNING
        self._print_heading(run, one_line(question, 300))
        return self._finish(run, self._follow(run, None))

    def follow(self, given: str) -> int:
        """Show a run from its beginning until it ends."""
        run, described = self._find(given)
        self._print_heading(run, one_line(_question_in(described), 300), described)
        return self._finish(run, self._follow(run, _ending(described)))

    def show(self, given: str) -> int:
        """Show a run so far, with the whole question. Don't wait for a run that goes on."""
        run, described = self._find(given)
        self._print_heading(run, clean(_question_in(described)).strip(), described)
        ended = _ending(described)
        if ended:
            return self._finish(run, self._follow(run, ended))
        display, reader = Display(self.session.console), RunReader()
        for events in self._new_events(History(self._step_functions, run.arn)):
            for step in reader.read(events):
                display.show(step)
        self._print(Text(""))
        self._print(Text(f"{display.totals} so far"))
        self._print(Text(f"The run goes on. Follow it: {this_command(f'follow {run.name}{on(self.stack.name)}')}"))
        return SUCCESS

    def stop(self, given: str) -> int:
        run, described = self._find(given)
        if described["status"] != RUNNING:
            self.outcome.status = described["status"]
            self._print(Text(f"{run.name} had ended already: {described['status']}"))
            return SUCCESS
        runs.stop(self._step_functions, self.stack, run)
        self.outcome.status = "ABORTED"
        self._print(Text(f"{run.name} is stopped"))
        return SUCCESS

    def _find(self, given: str) -> tuple[runs.Run, dict[str, Any]]:
        run, described = find(self._step_functions, self.stack, given)
        self.outcome.execution_arn, self.outcome.status = run.arn, RUNNING
        return run, described

    def _print_heading(self, run: runs.Run, question: str, described: dict[str, Any] | None = None) -> None:
        self._print(Text.assemble((f"{run.agent.agent}: ", "bold"), question))
        self._print(Text(f"run {run.name}", style="dim"))
        if caller := _caller_in(described or {}):
            self._print(Text(f"called by run {one_line(caller, 80)}", style="dim"))

    def _start(self, agent: AgentOutputs, question: str, conversation: Conversation | None) -> runs.Run:
        run = runs.named(agent, question)
        # Until StartExecution answers, nobody here knows whether the run exists. So Ctrl-C must not say that it doesn't.
        self.outcome.execution_arn, self.outcome.status = run.arn, UNKNOWN
        try:
            runs.start(self._step_functions, self.stack, run, question, conversation, self._limits)
        except CommandError as error:
            if not isinstance(error.__cause__, ReadTimeoutError):
                self.outcome.execution_arn, self.outcome.status = None, NOT_STARTED
            raise
        return run

    def _follow(self, run: runs.Run, ended: RunEnded | None) -> RunEnded:
        """Show the run until it has ended.

        ended: how the run ended, if it had ended before.
        """
        history, reader = History(self._step_functions, run.arn), RunReader()
        display = Display(self.session.console)
        self._totals = display.totals
        pause = pauses()
        with display.live():
            while True:
                for events in self._new_events(history):
                    for step in reader.read(events):
                        display.show(step)
                    pause = pauses()
                if last := reader.ended or ended:
                    return last
                wait = next(pause)
                if wait == LONGEST_PAUSE:
                    # A run may end without a last event, for example if the emulator was killed and restarted.
                    ended = _ending(find(self._step_functions, self.stack, run.arn)[1])
                if not ended:
                    time.sleep(wait)

    def _new_events(self, history: History) -> Iterator[list[dict[str, Any]]]:
        try:
            with reachable(self.stack):
                yield from history.new_events()
        except RunNotFoundError as error:
            raise UnreachableError("the services were restarted and know nothing of the run any more") from error

    def _finish(self, run: runs.Run, ended: RunEnded) -> int:
        self.outcome.status = ended.status
        if ended.status != "SUCCEEDED":
            self.outcome.error = {"name": ended.error or ended.status, "message": ended.cause}
            self._print_failure(ended)
            # A run that succeeded has its usage in its output. For this one only the history has it.
            self._print(Text(str(self._totals), style="dim"))
            return FAILED
        self.outcome.take(ended.output)
        self._print(Text(""))
        self._print(answer(self.outcome.output, self.session.console))
        self._print(Text(""))
        # Charts come after the answer, because an error with a chart must not lose the answer.
        s3 = client("s3", self.stack)
        self.outcome.charts = charts.fetch(s3, self.stack, run, self.outcome.output, self.session.charts)
        for line in chart_lines(self.outcome.charts):
            # Never wrapped, so that a path can be copied.
            self.session.console.print(line, soft_wrap=True)
        if early := stop_reason_line(self.outcome.stop_reason):
            self._print(Text(early, style="yellow"))
        if self.outcome.usage:
            self._print(Text(usage_line(self.outcome.usage), style="dim"))
        return SUCCESS

    def _print(self, what: Any) -> None:
        self.session.console.print(what, soft_wrap=not self.session.console.is_terminal)

    def _print_failure(self, ended: RunEnded) -> None:
        self._print(Text(""))
        name = one_line(ended.error or ended.status, 100)
        self.session.errors.print(Text(f"The run failed: {name}", style="bold red"), soft_wrap=True)
        for line in (clean(ended.cause).strip(), hint(ended, self.stack.name)):
            if line:
                self.session.errors.print(Text(line), soft_wrap=True)


def _question_in(described: dict[str, Any]) -> str:
    try:
        prompt = json.loads(described.get("input") or "{}").get("prompt")
    except (ValueError, AttributeError):
        prompt = None
    return prompt if isinstance(prompt, str) else "(a run that was started with messages)"


def _caller_in(described: dict[str, Any]) -> str | None:
    """Return the name of the run whose agent called this one. None if a person started it."""
    given = from_json(described.get("input"))
    caller = given.get("AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID") if isinstance(given, dict) else None
    return caller.rpartition(":")[2] if isinstance(caller, str) else None


def _ending(described: dict[str, Any]) -> RunEnded | None:
    """Return how a run has ended, from DescribeExecution. None while it goes on."""
    if described["status"] == RUNNING:
        return None
    output, cause = from_json(described.get("output")), readable_cause(described.get("cause"))
    return RunEnded(described["stopDate"], described["status"], output, described.get("error") or "", cause)
