"""Find a run by its name, the beginning of its name, its ARN, or `last` for the newest."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from cli.ask.clients import reachable
from cli.ask.errors import RunNotFoundError
from cli.ask.runs import Run, run_of
from cli.ask.stack import Stack, on
from local.this_command import agent

LAST = "last"

# A run's name also names a folder for its charts, so `..` is not allowed.
NAME = re.compile(r"[\w.-]{0,79}[\w-]")
EXECUTION_ARN = re.compile(rf"arn:[\w-]+:states:[\w-]+:\d+:execution:(?P<machine>[\w-]+):(?P<name>{NAME.pattern})")

MOST_RUNS = 1000
"""The number of runs of each agent that are searched for the beginning of a name, newest first."""
MOST_NEWER = 100
"""The number of runs of each agent among which the last one that a person started is looked for."""
CALLED = re.compile(r".*-[0-9a-f]{8}-\d{1,3}-\d")
"""The name of a run that another agent started, as components/state_machines/kinds/agent.asl.json makes it."""
MOST_NAMED = 5
"""The number of runs that a message names."""


def find(step_functions: Any, stack: Stack, given: str) -> tuple[Run, dict[str, Any]]:
    """Return the run and its description by DescribeExecution. Raise RunNotFoundError."""
    run = _by_arn(stack, given) if given.startswith("arn:") else None
    if run:
        with reachable(stack):
            return run, step_functions.describe_execution(executionArn=run.arn)
    if given == LAST:
        # A run that an agent started belongs to the one of the person.
        run = next((run for _, run in newest(step_functions, stack, MOST_NEWER) if not CALLED.fullmatch(run.name)), None)
        if run is None:
            raise RunNotFoundError(f"this stack has no runs yet. Ask something: {agent('ask' + on(stack.name))}")
        return find(step_functions, stack, run.arn)
    found = _by_name(step_functions, stack, given) if NAME.fullmatch(given) else []
    if len(found) > 1:
        arns = "\n".join(f"  {run.arn}" for run, _ in found)
        raise RunNotFoundError(f"{len(found)} agents have a run called {given}. Give one's ARN:\n{arns}")
    return found[0] if found else find(step_functions, stack, _by_beginning(step_functions, stack, given).arn)


def newest(step_functions: Any, stack: Stack, limit: int, of: str | None = None) -> list[tuple[dict[str, Any], Run]]:
    """Return the newest runs of all agents, or of one, as ListExecutions describes them. Raise AgentNotFoundError for a wrong
    agent.
    """
    agents = [stack.agent(of)] if of is not None else stack.agents.values()
    found = []
    for each in agents:
        for listed in _listed(step_functions, stack, each.state_machine_arn, limit):
            found.append((listed, Run(listed["executionArn"], each)))
    return sorted(found, key=lambda one: one[0]["startDate"], reverse=True)[:limit]


def _listed(step_functions: Any, stack: Stack, state_machine_arn: str, limit: int) -> Iterator[dict[str, Any]]:
    """Yield at most `limit` runs, newest first. A page of ListExecutions holds at most 1000, and 100 by default."""
    pages = step_functions.get_paginator("list_executions")
    with reachable(stack):
        wanted = {"MaxItems": limit, "PageSize": min(limit, 1000)}
        for page in pages.paginate(stateMachineArn=state_machine_arn, PaginationConfig=wanted):
            yield from page["executions"]


def _by_arn(stack: Stack, arn: str) -> Run:
    match = EXECUTION_ARN.fullmatch(arn)
    if not match:
        raise RunNotFoundError(f"{arn!r} is no execution ARN: those look like arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME")
    machines = {agent.state_machine_arn.rpartition(":")[2]: agent for agent in stack.agents.values()}
    if match["machine"] not in machines:
        raise RunNotFoundError(f"{arn} is not a run of this stack, whose state machines are: {', '.join(machines)}")
    return Run(arn, machines[match["machine"]])


def _by_name(step_functions: Any, stack: Stack, name: str) -> list[tuple[Run, dict[str, Any]]]:
    """Return the runs of exactly that name, one for each agent that has one."""
    found = []
    for each in stack.agents.values():
        run = run_of(each, name)
        try:
            with reachable(stack):
                found.append((run, step_functions.describe_execution(executionArn=run.arn)))
        except RunNotFoundError:
            continue
    return found


def _by_beginning(step_functions: Any, stack: Stack, given: str) -> Run:
    runs = [run for _, run in newest(step_functions, stack, MOST_RUNS)]
    found = [run for run in runs if given and run.name.startswith(given)]
    if len(found) == 1:
        return found[0]
    if found:
        more = f"\n  and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        begin = f"{len(found)} runs begin with {given!r}. Give more of the name"
        raise RunNotFoundError(f"{begin}:\n{_lines(found[:MOST_NAMED])}{more}")
    names = difflib.get_close_matches(given, [run.name for run in runs], MOST_NAMED, cutoff=0.5)
    near = [run for name in names for run in runs if run.name == name]
    nearest = f" The nearest:\n{_lines(near)}\n" if near else " "
    raise RunNotFoundError(f"there is no run {given!r}.{nearest}See the recent ones: {agent('runs' + on(stack.name))}")


def _lines(runs: list[Run]) -> str:
    return "\n".join(f"  {run.agent.agent}: {run.name}" for run in runs)
