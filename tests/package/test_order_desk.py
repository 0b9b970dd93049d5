"""`examples/order-desk` as a person's own project: deployed to a laptop stack and asked, and what its roles may not do."""

import json
import runpy
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.services import ACCESS_KEY, root_secret
from tests.package.conftest import ROOT, Installed
from tests.ports import free_ports
from tests.roles import credentials_of_role, is_refused

EXAMPLE = ROOT / "examples" / "order-desk"
BUILT = ROOT / ".build"
RATES = runpy.run_path(str(EXAMPLE / "exchange_rates.py"))


@dataclass(frozen=True)
class Desk:
    """The deployed project."""

    project: Path
    base: int
    agent: Callable[..., Any]
    """Runs the installed command in the project."""
    run: dict[str, Any]
    """The first question's run, as `agent ask --json` prints it."""

    def client(self, service: str, **credentials: str) -> Any:
        given = credentials or {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": root_secret(self.project / ".local")}
        port = self.base + 1 if service == "stepfunctions" else self.base
        return boto3.client(service, region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{port}", **given)

    @property
    def table(self) -> str:
        [name] = self.client("dynamodb").list_tables()["TableNames"]
        return name

    def results(self) -> dict[str, Any]:
        """What the model got of each tool, by the tool's name."""
        described = self.client("stepfunctions").describe_execution(executionArn=self.run["execution_arn"])
        messages = json.loads(described["output"])["messages"]
        blocks = [block for message in messages if isinstance(message["content"], list) for block in message["content"]]
        names = {block["id"]: block["name"] for block in blocks if block["type"] == "tool_use"}
        return {
            names[b["tool_use_id"]]: json.loads(b["content"]) for b in blocks if b["type"] == "tool_result" and b.get("content")
        }


@pytest.fixture(scope="module")
def desk(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    project = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("own") / "order-desk")
    (project / ".venv").symlink_to(installed.environment)
    # What is built once is built for all tests.
    (project / ".build").symlink_to(BUILT)
    service = RATES["serve"](0)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    settings = project / "Pulumi.local.yaml"
    settings.write_text(settings.read_text().replace(":4590", f":{service.server_port}"))
    base = free_ports().base
    variables = {"LOCAL_PORT_BASE": str(base), "EXCHANGE_RATES_API_KEY": RATES["KEY"]}
    try:
        done = installed.run("agent", "ask", "order-desk", "--json", cwd=project, variables=variables)
        yield Desk(project, base, partial(installed.run, "agent", cwd=project, variables=variables), json.loads(done.stdout))
    finally:
        installed.run("agent", "down", cwd=project, variables=variables, check=False)
        service.shutdown()
        service.server_close()


def test_it_places_refunds_finds_exchanges_and_reports(desk: Desk) -> None:
    results = desk.results()
    number = results["place_order"]["number"]
    assert results["find_order"] == {"customer": "Ada", "currency": "EUR", "total": "34.00", "refunded": "10.00"}
    rate = {"from": "EUR", "to": "USD", "date": "2026-01-30", "rate": "1.250000", "source": RATES["DISCLAIMER"]}
    assert results["exchange_rate"] == rate
    report = results["refund_report"]
    assert {key: report[key] for key in ("orders", "refunded_orders", "currencies", "reasons")} == {
        "orders": 1,
        "refunded_orders": 1,
        "currencies": [{"currency": "EUR", "total": "34.00", "refunded": "10.00", "share": "29.4"}],
        "reasons": [{"reason": "late", "orders": 1}],
    }
    page = desk.client("s3").get_object(Bucket=report["report"]["bucket"], Key=report["report"]["key"])["Body"].read().decode()
    assert "| EUR | 34.00 | 10.00 | 29.4 % |" in page
    assert desk.run["output"]["answer"].startswith(
        f"The order {number} of Ada is 34.00 EUR, of which 10.00 were paid back. That is 12.50 USD on 2026-01-30 (Made-up rates"
    )


def test_a_tool_that_only_the_program_declares_is_called_with_the_rights_of_its_agent(desk: Desk) -> None:
    number = desk.results()["place_order"]["number"]
    called = desk.agent("call", "find_order", json.dumps({"number": number}))
    assert json.loads(called.stdout) == desk.results()["find_order"]


def test_nobody_elses_role_may_touch_the_orders_or_the_key_of_the_rates(desk: Desk) -> None:
    table = desk.table
    [secret] = [s["ARN"] for s in desk.client("secretsmanager").list_secrets()["SecretList"] if "exchange_rates" in s["Name"]]

    def refused(role: str) -> dict[str, bool]:
        credentials = credentials_of_role(desk.client, role)
        tables, secrets = (desk.client(service, **credentials) for service in ("dynamodb", "secretsmanager"))
        calls: dict[str, Callable[[], Any]] = {
            "get": lambda: tables.get_item(TableName=table, Key={"number": {"S": "AAAAAAAA"}}),
            "put": lambda: tables.put_item(TableName=table, Item={"number": {"S": "AAAAAAAA"}}),
            "scan": lambda: tables.scan(TableName=table),
            "delete": lambda: tables.delete_item(TableName=table, Key={"number": {"S": "AAAAAAAA"}}),
            "delete the table": lambda: tables.delete_table(TableName=table),
            "read the key": lambda: secrets.get_secret_value(SecretId=secret),
        }
        return {name: is_refused(call) for name, call in calls.items()}

    everything = dict.fromkeys(("get", "put", "scan", "delete", "delete the table", "read the key"), True)
    assert refused("refunds-role-") == everything
    assert refused("call-llm-role-") == everything
    assert refused("fx-role-") == everything | {"read the key": False}
    # The agent looks an order up by itself, and does nothing else with the table.
    assert refused("order-desk-role-") == everything | {"get": False}
    assert refused("orders-role-") == everything | {"get": False, "put": False, "scan": False}


def test_the_secret_key_is_in_no_log_and_in_no_result(desk: Desk) -> None:
    logs = desk.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    lines = [event["message"] for group in groups for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert [line for line in lines if "exchange_rate" in line] != []
    assert [line for line in [*lines, json.dumps(desk.results())] if RATES["KEY"] in line] == []
