"""What the provider's tests share: the emulators, a configured provider, and Pulumi projects run by the real engine."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local.aws_plugin.install import install
from local.aws_plugin.provider import Provider
from local.aws_plugin.settings import ENDPOINT_NAMES
from local.step_functions.api import Api
from local.step_functions.server import Server

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def config(ministack: str) -> Iterator[dict[str, Any]]:
    """The `aws:` part of a stack's config: MiniStack for everything but Step Functions, which has an engine of its own."""
    server = Server(Api())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    urls = {names[0]: ministack for names in ENDPOINT_NAMES.values()}
    urls["sfn"] = f"http://127.0.0.1:{server.server_port}"
    yield {"region": "us-east-1", "accessKey": "test", "secretKey": "test", "endpoints": [urls]}
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def provider(config: dict[str, Any]) -> Provider:
    configured = Provider()
    configured.configure(config)
    return configured


@pytest.fixture(scope="session")
def client(provider: Provider) -> Callable[[str], Any]:
    """boto3's client of a service, to look at what the provider did."""
    return provider.aws.client


@dataclass(frozen=True)
class Step:
    """What the engine did with one resource."""

    op: str
    replaces: tuple[str, ...]
    differences: dict[str, str]


@dataclass(frozen=True)
class Run:
    """One `pulumi` command."""

    ok: bool
    text: str
    steps: dict[str, list[Step]]
    """By the resource's logical name. The stack itself and the provider are left out."""
    errors: list[str]

    def operations(self) -> dict[str, list[str]]:
        return {name: [step.op for step in steps] for name, steps in self.steps.items()}


class Project:
    """A Pulumi project in a folder of its own, with its state beside it."""

    def __init__(self, folder: Path, cli: str, home: Path, config: dict[str, Any]) -> None:
        self.folder = folder
        self.config = config
        self._cli = cli
        (folder / "state").mkdir()
        (folder / "Pulumi.yaml").write_text("name: project\nruntime: python\n")
        self.set_config({})
        self.environment = {
            "HOME": str(folder),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), str(Path(cli).parent), "/usr/bin", "/bin"]),
            "PULUMI_BACKEND_URL": f"file://{folder}/state",
            "PULUMI_CONFIG_PASSPHRASE": "test",
            # Only then does the CLI know --event-log, which tells exactly what it did.
            "PULUMI_DEBUG_COMMANDS": "true",
            "PULUMI_HOME": str(home),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            # The provider must not look at these, or it could leave this machine.
            "AWS_ENDPOINT_URL": "https://s3.amazonaws.com",
            "AWS_PROFILE": "none-such",
        }
        done = self._pulumi("stack", "init", "test")
        assert done.returncode == 0, done.stderr

    def set_config(self, more: dict[str, Any]) -> None:
        """Writes the stack's config: JSON is YAML too."""
        values = {f"aws:{name}": value for name, value in (self.config | more).items()}
        path = self.folder / "Pulumi.test.yaml"
        kept = [line for line in path.read_text().splitlines() if line.startswith("encryptionsalt")] if path.exists() else []
        path.write_text("\n".join([*kept, f"config: {json.dumps(values)}", ""]))

    def write(self, program: str) -> None:
        (self.folder / "__main__.py").write_text(program)

    def run(self, *arguments: str, **environment: str) -> Run:
        log = self.folder / "events"
        log.unlink(missing_ok=True)
        done = self._pulumi(*arguments, "--non-interactive", "--event-log", str(log), **environment)
        events = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return Run(done.returncode == 0, done.stdout + done.stderr, _steps(events), _errors(events))

    def up(self, *arguments: str, **environment: str) -> Run:
        return self.run("up", "--yes", *arguments, **environment)

    def resources(self) -> dict[str, dict[str, Any]]:
        """The state, by logical name."""
        state = json.loads(self._pulumi("stack", "export").stdout)["deployment"].get("resources", [])
        return {one["urn"].split("::")[-1]: one for one in state if one["type"].startswith("aws:")}

    def state_text(self) -> str:
        return self._pulumi("stack", "export").stdout

    def _pulumi(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [self._cli, *arguments, "--stack", "test"] if arguments[1] != "init" else [self._cli, *arguments]
        settings = self.environment | environment
        return subprocess.run(command, cwd=self.folder, env=settings, capture_output=True, text=True, check=False, timeout=600)


def _steps(events: list[dict[str, Any]]) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = {}
    for event in events:
        found = (event.get("resourcePreEvent") or {}).get("metadata")
        if found and found["type"].startswith("aws:"):
            differences = {path: one["diffKind"] for path, one in (found.get("detailedDiff") or {}).items()}
            step = Step(found["op"], tuple(found.get("keys") or ()), differences)
            steps.setdefault(found["urn"].split("::")[-1], []).append(step)
    return steps


def _errors(events: list[dict[str, Any]]) -> list[str]:
    diagnostics = [event["diagnosticEvent"] for event in events if event.get("diagnosticEvent")]
    return [one["message"].strip() for one in diagnostics if one["severity"] == "error"]


@pytest.fixture(scope="session")
def pulumi_home(tmp_path_factory: pytest.TempPathFactory, pulumi_cli: str) -> Path:
    """A PULUMI_HOME in which this provider is the AWS provider."""
    home = tmp_path_factory.mktemp("pulumi-home")
    install(home, pulumi_cli)
    return home


@pytest.fixture(scope="session")
def new_project(
    tmp_path_factory: pytest.TempPathFactory, pulumi_cli: str, pulumi_home: Path, config: dict[str, Any]
) -> Callable[[], Project]:
    return lambda: Project(tmp_path_factory.mktemp("project"), pulumi_cli, pulumi_home, config)
