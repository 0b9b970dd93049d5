"""What uses a version, and what doesn't."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cli.ask.errors import UnreachableError
from cli.ask.stack import AgentOutputs, Stack
from cli.versions.clear import delete
from cli.versions.published import published_versions
from cli.versions.version import version_of

PREFIX = "arn:aws:lambda:eu-west-1:123456789012:function:"
SQL = AgentOutputs("sql", "arn:sql", "sql-dev", "", {}, {})
HERE, AWS = (Stack("dev", {"sql": SQL}, "data", "eu-west-1", endpoints) for endpoints in ({"lambda": "http://127.0.0.1:1"}, {}))


def definition(*functions: str) -> str:
    """Of a state machine that calls these: `db:2`, `caller:live`."""
    return json.dumps({"States": {name: {"Arguments": {"FunctionName": PREFIX + name}} for name in functions}})


@dataclass
class Services:
    """Step Functions and Lambda, as far as the command asks them. A page has two entries."""

    current: str
    runs: dict[str, tuple[str, timedelta]] = field(default_factory=dict)
    """The definition of each running run, and the time since its start."""
    versions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    aliases: dict[str, dict[str, Any]] = field(default_factory=dict)
    deleted: list[tuple[str, str]] = field(default_factory=list)

    def describe_state_machine(self, stateMachineArn: str) -> dict[str, Any]:
        assert stateMachineArn == SQL.state_machine_arn
        return {"definition": self.current}

    def describe_state_machine_for_execution(self, executionArn: str) -> dict[str, Any]:
        return {"definition": self.runs[executionArn][0]}

    def delete_function(self, FunctionName: str, Qualifier: str) -> None:
        self.deleted.append((FunctionName, Qualifier))

    def get_paginator(self, operation: str) -> "Pages":
        return Pages(
            {"list_executions": self._runs, "list_versions_by_function": self._versions, "list_aliases": self._aliases}[operation]
        )

    def _runs(self, stateMachineArn: str, statusFilter: str) -> tuple[str, list[Any]]:
        assert (stateMachineArn, statusFilter) == (SQL.state_machine_arn, "RUNNING")
        return "executions", [{"executionArn": arn, "startDate": datetime.now(UTC) - ago} for arn, (_, ago) in self.runs.items()]

    def _versions(self, FunctionName: str) -> tuple[str, list[Any]]:
        return "Versions", [described(FunctionName, "$LATEST"), *self.versions[FunctionName]]

    def _aliases(self, FunctionName: str) -> tuple[str, list[Any]]:
        return "Aliases", [self.aliases[FunctionName]] if FunctionName in self.aliases else []


@dataclass
class Pages:
    entries: Any

    def paginate(self, **request: Any) -> Iterator[dict[str, Any]]:
        key, found = self.entries(**request)
        for at in range(0, len(found) or 1, 2):
            yield {key: found[at : at + 2]}


def described(function: str, version: str, days: float = 10, **more: Any) -> dict[str, Any]:
    """An entry of ListVersionsByFunction, published so many days ago."""
    at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"
    arn = f"{PREFIX}{function}:{version}"
    return {
        **{"FunctionName": function, "FunctionArn": arn, "Version": version, "LastModified": at},
        **{"CodeSize": 5_000_000, "MemorySize": 512, "Runtime": "python3.13"},
        **more,
    }


def published(function: str, *days: float) -> list[dict[str, Any]]:
    """Versions 1, 2, … that were published so many days ago."""
    return [described(function, str(number), ago) for number, ago in enumerate(days, 1)]


def used(services: Services, stack: Stack = HERE, keep: int = 1) -> dict[str, list[str]]:
    """What uses each version, by `function:number`."""
    return {f"{one.function}:{one.number}": one.users for one in published_versions(services, services, stack, keep)}


def test_a_version_is_used_by_its_agent_by_runs_and_by_the_next_deployment() -> None:
    runs = {"run-1": (definition("db:2"), timedelta(hours=1)), "run-2": (definition("db:2", "db:3"), timedelta(hours=1))}
    services = Services(definition("db:4"), runs, {"db": published("db", 9, 8, 7, 6, 5)})
    assert used(services) == {"db:5": ["newest"], "db:4": ["sql"], "db:3": ["1 run"], "db:2": ["2 runs"], "db:1": []}


def test_a_function_that_is_not_the_stacks_keeps_its_versions() -> None:
    versions = {name: published(name, 9, 8, 7) for name in ("agents-dev-db", "agents-dev-call-llm", "rates")}
    services = Services(definition("agents-dev-call-llm:live", "agents-dev-db:2", "rates:2"), versions=versions)
    assert {name.partition(":")[0] for name in used(services)} == {"agents-dev-db", "agents-dev-call-llm"}


def test_as_many_of_the_newest_versions_are_kept_as_are_asked_for() -> None:
    services = Services(definition("db:4"), {}, {"db": published("db", 9, 8, 7, 6)})
    assert used(services, keep=3) == {"db:4": ["sql", "newest"], "db:3": ["--keep 3"], "db:2": ["--keep 3"], "db:1": []}


def test_an_alias_uses_its_versions_and_a_run_those_that_it_named_since_the_run_began() -> None:
    alias = {"Name": "live", "FunctionVersion": "4", "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.1}}}
    run = {"run-1": (definition("caller:live"), timedelta(days=6.5))}
    services = Services(definition("caller:live"), run, {"caller": published("caller", 9, 8, 7, 6, 5)}, {"caller": alias})
    began = "a run that began with it"
    assert used(services) == {
        "caller:5": ["newest"],
        "caller:4": ["alias live", began],
        "caller:3": [began],
        "caller:2": [],
        "caller:1": ["alias live"],
    }


def test_a_used_version_uses_the_versions_that_its_environment_names_and_an_unused_one_none() -> None:
    tool = [
        described("tool", str(number), 9 - number, Environment={"Variables": {"SANDBOX_ARN": f"{PREFIX}box:{number}"}})
        for number in (1, 2, 3)
    ]
    run = {"run-1": (definition("tool:2"), timedelta(hours=1))}
    services = Services(definition("tool:3"), run, {"tool": tool, "box": published("box", 9, 8, 7, 6)})
    assert used(services) == {
        "tool:3": ["sql", "newest"],
        "tool:2": ["1 run"],
        "tool:1": [],
        "box:4": ["newest"],
        "box:3": ["tool 3"],
        "box:2": ["tool 2"],
        "box:1": [],
    }


def test_a_function_without_versions_has_none_to_clear() -> None:
    alias = {"Name": "live", "FunctionVersion": "$LATEST"}
    assert used(Services(definition("db"), {}, {"db": []}, {"db": alias})) == {}


def test_in_aws_a_version_that_was_just_replaced_is_used() -> None:
    services = Services(definition("db:3"), {}, {"db": published("db", 9, 8, 0.001)})
    assert used(services, AWS) == {"db:3": ["sql", "newest"], "db:2": ["replaced just now"], "db:1": []}
    assert used(services, HERE) == {"db:3": ["sql", "newest"], "db:2": [], "db:1": []}


ON = {"SnapStart": {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}}


@pytest.mark.parametrize(
    ("more", "usd_per_month"),
    [(ON, 1.98), (ON | {"Runtime": "java21"}, 0), ({"SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}}, 0), ({}, 0)],
)
def test_a_version_costs_what_its_snapshot_costs(more: dict[str, Any], usd_per_month: float) -> None:
    assert version_of(described("db", "7", **more)).as_json()["usd_per_month"] == usd_per_month


def test_a_version_is_deleted_by_its_number_and_may_be_gone_already() -> None:
    version = version_of(described("db", "7"))
    services = Services("{}")
    delete(services, AWS, version)
    assert services.deleted == [("db", "7")]

    class Refusing(Services):
        def delete_function(self, FunctionName: str, Qualifier: str) -> None:
            raise ClientError({"Error": {"Code": self.current, "Message": "why"}}, "DeleteFunction")

    delete(Refusing("ResourceNotFoundException"), AWS, version)
    with pytest.raises(UnreachableError, match=r"^DeleteFunction failed: AccessDeniedException: why$"):
        delete(Refusing("AccessDeniedException"), AWS, version)
