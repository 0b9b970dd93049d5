"""The three things the command does: ask, follow a run, stop one."""

import json
import time
from typing import Any

from botocore.exceptions import ReadTimeoutError
from rich.console import Console
from rich.text import Text

from cli.ask import charts, runs
from cli.ask.answer import answer, chart_lines, stop_reason_line, usage_line
from cli.ask.arguments import Arguments
from cli.ask.display import Display
from cli.ask.errors import RUN_FAILED, SUCCESS, AskError, RunNotFoundError, UnreachableError
from cli.ask.events import RunEnded, RunReader, from_json, readable_cause
from cli.ask.first_question import question_of_the_laptop
from cli.ask.hints import hint
from cli.ask.history import LONGEST_PAUSE, History, pauses
from cli.ask.outcome import NOT_STARTED, RUNNING, UNKNOWN, Outcome
from cli.ask.stack import AgentOutputs, Stack, read_stack
from cli.untrusted import clean, one_line


class Command:
    """One call of the command. `outcome` says what is known, however it ends."""

    def __init__(self, given: Arguments, console: Console, errors: Console, stack: Stack | None = None) -> None:
        """stack: the one that is asked, if it was read before."""
        self.given, self.console, self.errors, self.stack = given, console, errors, stack
        self.outcome = Outcome()

    def do(self) -> int:
        """Returns the exit code; raises AskError."""
        if self.given.question is not None:
            # Before the stack is read, which takes a second.
            runs.run_input(self.given.question)
        if self.stack is None:
            with self.console.status("reading the stack's outputs"):
                self.stack = read_stack(self.given.stack)
        step_functions = runs.client("stepfunctions", self.stack)
        if self.given.stop is not None:
            return self._stop(step_functions, self.given.stop)
        if self.given.follow is not None:
            run, described = runs.find(step_functions, self.stack, self.given.follow)
            question = _question_in(described.get("input"))
        else:
            agent = self.stack.agent(self.given.agent)
            question, described = self.given.question or question_of_the_laptop(self.stack, agent), {"status": RUNNING}
            run = self._start(step_functions, agent, question)
        self.outcome.execution_arn, self.outcome.status = run.arn, RUNNING
        self._print(Text.assemble((f"{run.agent.agent}: ", "bold"), one_line(question, 300)))
        self._print(Text(f"run {run.name}", style="dim"))
        return self._finish(run, self._follow(step_functions, run, _ending(described)))

    def _start(self, step_functions: Any, agent: AgentOutputs, question: str) -> runs.Run:
        run = runs.named(agent, question)
        # Until StartExecution is answered, nobody here knows whether there is a run: Ctrl-C must not say that there is none.
        self.outcome.execution_arn, self.outcome.status = run.arn, UNKNOWN
        try:
            runs.start(step_functions, self.stack, run, question)
        except AskError as error:
            if not isinstance(error.__cause__, ReadTimeoutError):
                self.outcome.execution_arn, self.outcome.status = None, NOT_STARTED
            raise
        return run

    def _stop(self, step_functions: Any, arn: str) -> int:
        run, described = runs.find(step_functions, self.stack, arn)
        self.outcome.execution_arn, self.outcome.status = run.arn, described["status"]
        if described["status"] != RUNNING:
            self._print(Text(f"{run.name} had ended already: {described['status']}"))
            return SUCCESS
        runs.stop(step_functions, self.stack, run)
        self.outcome.status = "ABORTED"
        self._print(Text(f"{run.name} is stopped"))
        return SUCCESS

    def _follow(self, step_functions: Any, run: runs.Run, ended: RunEnded | None) -> RunEnded:
        """Shows the run until it has ended. `ended` is known of a run that had ended before."""
        history, reader, display = History(step_functions, run.arn), RunReader(), Display(self.console)
        pause = pauses()
        with display.live():
            while True:
                for events in self._new_events(history):
                    for step in reader.read(events):
                        display.show(step)
                    pause = pauses()
                if reader.ended or ended:
                    return reader.ended or ended
                wait = next(pause)
                if wait == LONGEST_PAUSE:
                    # A run may end without a last event: that of an emulator that was killed and started again.
                    ended = _ending(runs.find(step_functions, self.stack, run.arn)[1])
                if not ended:
                    time.sleep(wait)

    def _new_events(self, history: History):
        try:
            with runs.reachable(self.stack):
                yield from history.new_events()
        except RunNotFoundError as error:
            raise UnreachableError("the services were restarted and know nothing of the run any more") from error

    def _finish(self, run: runs.Run, ended: RunEnded) -> int:
        self.outcome.status = ended.status
        if ended.status != "SUCCEEDED":
            self.outcome.error = {"name": ended.error or ended.status, "message": ended.cause}
            self._print_failure(ended)
            return RUN_FAILED
        self.outcome.take(ended.output)
        self._print(Text(""))
        self._print(answer(self.outcome.output, self.console))
        self._print(Text(""))
        # After the answer, which must not be lost with a chart that can't be had.
        s3 = runs.client("s3", self.stack)
        self.outcome.charts = charts.fetch(s3, self.stack, run, self.outcome.output, self.given.charts)
        for line in chart_lines(self.outcome.charts):
            # Never broken over two lines, so that a path can be copied.
            self.console.print(line, soft_wrap=True)
        if early := stop_reason_line(self.outcome.stop_reason):
            self._print(Text(early, style="yellow"))
        if self.outcome.usage:
            self._print(Text(usage_line(self.outcome.usage), style="dim"))
        return SUCCESS

    def _print(self, what: Any) -> None:
        self.console.print(what, soft_wrap=not self.console.is_terminal)

    def _print_failure(self, ended: RunEnded) -> None:
        self._print(Text(""))
        name = one_line(ended.error or ended.status, 100)
        self.errors.print(Text(f"The run failed: {name}", style="bold red"), soft_wrap=True)
        for line in (clean(ended.cause).strip(), hint(ended, self.given.stack)):
            if line:
                self.errors.print(Text(line), soft_wrap=True)


def _question_in(run_input: str | None) -> str:
    try:
        prompt = json.loads(run_input or "{}").get("prompt")
    except (ValueError, AttributeError):
        prompt = None
    return prompt if isinstance(prompt, str) else "(a run that was started with messages)"


def _ending(described: dict[str, Any]) -> RunEnded | None:
    """How a run has ended, as DescribeExecution knows it; None while it goes on."""
    if described["status"] == RUNNING:
        return None
    output, cause = from_json(described.get("output")), readable_cause(described.get("cause"))
    return RunEnded(described["stopDate"], described["status"], output, described.get("error") or "", cause)
