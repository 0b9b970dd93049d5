"""One laptop stack of its own for all tests of this folder: the real program, deployed by the real Pulumi engine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.services import ACCESS_KEY, root_secret
from tests.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Deployed:
    """A laptop stack, with the commands of the Makefile on it."""

    folder: Path
    base: int
    model: str = "scripted"
    """What LLM_MODEL says, or --model of `agent ask`."""
    variables: dict[str, str] = field(default_factory=dict)
    """More of the person's environment: where that model is."""

    @property
    def environment(self) -> dict[str, str]:
        """What `. .local/env` gives a person's shell."""
        mine = {**os.environ, "LLM_MODEL": self.model, "LOCAL_FOLDER": str(self.folder), **self.variables}
        lines = (self.folder / "env").read_text().splitlines() if (self.folder / "env").exists() else []
        return mine | {"LOCAL_PORT_BASE": str(self.base)} | {n: v.strip("'") for n, _, v in (line.partition("=") for line in lines)}

    def run(self, *command: str, check: bool = True, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(command, env=self.environment, cwd=cwd, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, f"{command} → {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def agent(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "cli", *arguments, check=check)

    def pulumi(self, *arguments: str, check: bool = True, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return self.run("pulumi", "--non-interactive", *arguments, check=check, cwd=cwd)

    def ask(self, question: str, *options: str, agent: str = "sql") -> dict[str, Any]:
        done = self.agent("ask", agent, question, "--no-deploy", "--json", *options)
        return json.loads(done.stdout)

    def messages(self, execution_arn: str) -> list[dict[str, Any]]:
        """The conversation of a run that has ended."""
        described = self.client("stepfunctions").describe_execution(executionArn=execution_arn)
        return json.loads(described["output"])["messages"]

    def client(self, service: str, **credentials: str) -> Any:
        port = self.base + 1 if service == "stepfunctions" else self.base
        given = credentials or {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": root_secret(self.folder)}
        return boto3.client(service, region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{port}", **given)

    @property
    def outputs(self) -> dict[str, Any]:
        return json.loads(self.pulumi("stack", "output", "--json", "--stack", "local").stdout)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The stack that `make demo` deploys. Deployed once; stopped at the end, whatever happened."""
    yield from _deployed(tmp_path_factory.mktemp("laptop"))


@pytest.fixture(scope="session")
def all_agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """A stack with every agent, and mock services for what their tools ask outside."""
    yield from _deployed(tmp_path_factory.mktemp("all-agents"), "all")


def _deployed(folder: Path, *agents: str) -> Iterator[Deployed]:
    deployed = Deployed(folder, free_ports().base)
    try:
        deployed.agent("up", *agents)
        yield deployed
    finally:
        deployed.agent("down", check=False)
