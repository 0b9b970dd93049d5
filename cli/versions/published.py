"""The published versions of a stack's functions, and what uses each of them.

A version is used by:
- the agents whose state machines name it, and the runs that began when they did
- an alias that names it, and a run that may have called the alias when it named this version
- a used version of another function whose environment names it
- the next deployment, which goes on from the newest version
"""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.ask.answer import counted
from cli.ask.clients import reachable
from cli.ask.outcome import RUNNING
from cli.ask.run_list import AT_ONCE
from cli.ask.stack import Stack
from cli.logs.functions import CALLER
from cli.versions.version import LATEST, Version, arns_in, version_of

# In AWS a run that has just begun isn't listed yet, and a state machine that was just updated may start some more by its earlier
# definition. A call takes 15 minutes at most.
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
JUST = timedelta(minutes=15)


@dataclass
class _Named:
    """What the state machines and their runs name."""

    functions: set[str] = field(default_factory=set)
    """The functions' names in AWS."""
    users: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The agents and the number of runs, in words, by the ARN of a version."""
    called_since: dict[str, datetime] = field(default_factory=dict)
    """The start of the first run that calls a function by an alias, by the function's name."""


def published_versions(step_functions: Any, functions: Any, stack: Stack, keep: int = 1) -> list[Version]:
    """Return the versions, with what uses them: by function, newest first. Raise UnreachableError.

    keep: how many of the newest versions of each function count as used.
    """
    with reachable(stack):
        named = _named(step_functions, stack)
        found: dict[str, Version] = {}
        waiting, seen = sorted(named.functions), set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            versions = _versions(functions, name)
            found |= {version.arn: version for version in versions}
            waiting += sorted({called for version in versions for called in arns_in(" ".join(version.calls)).values()})
            for alias, number in _aliases(functions, name) if versions else ():
                named.users[f"{versions[0].arn.rpartition(':')[0]}:{number}"].append(f"alias {alias}")
            _keep_newest(named, name, versions, keep, just=timedelta() if stack.endpoints else JUST)
    _mark(found, named.users)
    return sorted(found.values(), key=lambda version: (version.function, -version.number))


def _named(step_functions: Any, stack: Stack) -> _Named:
    """Read the definitions, and then the runs: a run that starts in between is listed, or has a definition that was read."""
    named = _Named()
    agents = stack.agents.values()
    for agent in agents:
        described = step_functions.describe_state_machine(stateMachineArn=agent.state_machine_arn)
        for arn, name in _own(arns_in(described["definition"])).items():
            named.users[arn].append(agent.agent)
            named.functions.add(name)
    pages = step_functions.get_paginator("list_executions")
    running = [
        run
        for agent in agents
        for page in pages.paginate(stateMachineArn=agent.state_machine_arn, statusFilter=RUNNING)
        for run in page["executions"]
    ]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        definitions = threads.map(lambda run: _definition_of_run(step_functions, run["executionArn"]), running)
        runs: dict[str, int] = defaultdict(int)
        for run, definition in zip(running, definitions, strict=True):
            for arn, name in arns_in(definition).items():
                runs[arn] += 1
                if arn.endswith(f":{name}"):
                    named.called_since[name] = min(run["startDate"], named.called_since.get(name, run["startDate"]))
    for arn, count in runs.items():
        named.users[arn].append(counted(count, "run"))
    return named


def _own(named: dict[str, str]) -> dict[str, str]:
    """Leave out the functions that aren't the stack's: a tool may be a function that exists already."""
    prefix = next((name.removesuffix(CALLER) for name in named.values() if name.endswith(CALLER)), "")
    return {arn: name for arn, name in named.items() if name.startswith(prefix)}


def _keep_newest(named: _Named, name: str, versions: list[Version], keep: int, just: timedelta) -> None:
    """Note what uses a function's newest versions, and those that were replaced a short time ago.

    versions: the function's, newest first.
    """
    for version in versions[:keep]:
        named.users[version.arn].append("newest" if version is versions[0] else f"--keep {keep}")
    began = named.called_since.get(name)
    for older, newer in zip(versions[1:], versions, strict=False):
        if began and newer.published >= began:
            named.users[older.arn].append("a run that began with it")
        if datetime.now(UTC) - newer.published < just:
            named.users[older.arn].append("replaced just now")


def _definition_of_run(step_functions: Any, arn: str) -> str:
    definition: str = step_functions.describe_state_machine_for_execution(executionArn=arn)["definition"]
    return definition


def _versions(functions: Any, name: str) -> list[Version]:
    """Return the published versions of a function, newest first."""
    pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    listed = [version for page in pages for version in page["Versions"] if version["Version"] != LATEST]
    return sorted(map(version_of, listed), key=lambda version: -version.number)


def _aliases(functions: Any, name: str) -> Iterator[tuple[str, str]]:
    for page in functions.get_paginator("list_aliases").paginate(FunctionName=name):
        for alias in page["Aliases"]:
            weights = alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
            for version in (alias["FunctionVersion"], *weights):
                yield alias["Name"], version


def _mark(versions: dict[str, Version], users: dict[str, list[str]]) -> None:
    """Note what uses each version, through the versions that used ones call."""
    waiting = [arn for arn in users if arn in versions]
    for arn in waiting:
        versions[arn].users.extend(users[arn])
    while waiting:
        caller = versions[waiting.pop()]
        for arn in sorted(caller.calls & versions.keys()):
            if not versions[arn].users:
                waiting.append(arn)
            versions[arn].users.append(f"{caller.function} {caller.number}")
