"""A deployed stack as the command sees it: the engine over HTTP, and a `pulumi` that prints the stack's outputs."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.step_functions import clients
from local.step_functions.api import Api
from local.step_functions.server import Server
from tests.cli.ask.scripted_runs import SQL, Script, definition, functions
from tests.in_process import InProcessLambda

ROOT = Path(__file__).resolve().parents[3]
ROLE = "arn:aws:iam::000000000000:role/of-the-command-tests"

# Prints what `pulumi stack output --json` prints, and the CLI's own words for a stack that isn't there.
PULUMI = """\
import json, sys
outputs = json.load(open({outputs!r}))
stack = sys.argv[sys.argv.index("--stack") + 1]
if stack not in outputs:
    sys.exit(f"error: no stack named '{{stack}}' found")
print(json.dumps(outputs[stack]))
"""


@dataclass
class Deployed:
    """Stacks that the command can be run against."""

    folder: Path
    endpoint: str
    environment: dict[str, str]
    outputs: dict[str, Any] = field(default_factory=dict)

    def deploy(self, definition: dict[str, Any], bucket: str = "data") -> str:
        """The stack `dev` with an agent `sql` of this definition; returns the state machine's ARN."""
        client = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=self.endpoint)
        arn = client.create_state_machine(name="sql-local", definition=json.dumps(definition), roleArn=ROLE)["stateMachineArn"]
        self.outputs["dev"] = outputs(arn, bucket, {"sfn": self.endpoint})
        return arn

    def command(self, *arguments: str) -> list[str]:
        (self.folder / "outputs.json").write_text(json.dumps(self.outputs))
        return [sys.executable, str(ROOT / "cli"), *arguments]

    def ask(self, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return self.run("ask", *arguments, stdin=stdin, **environment)

    def run(self, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        """Run the command to its end, in a folder of the test's own."""
        return subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environment | environment,
            timeout=60,
        )


LLM_CALLER = "arn:aws:lambda:us-east-1:000000000000:function:call-llm-local:live"
TOOL = "arn:aws:lambda:us-east-1:000000000000:function:step-functions-agents-local-db-interface:1"


def outputs(state_machine_arn: str, bucket: str, endpoints: dict[str, str]) -> dict[str, Any]:
    return {
        "agents": {
            "sql": {
                "stateMachineArn": state_machine_arn,
                "name": state_machine_arn.rpartition(":")[2],
                "description": SQL.description,
                "questions": list(SQL.questions),
                "inputSchema": {"type": "object"},
                "outputSchema": SQL.output_schema,
            }
        },
        "tools": {"execute_sql_query": {"functionArn": TOOL, "inputSchema": {"type": "object", "properties": {"sql_query": {}}}}},
        "platform": {"data_bucket": bucket, "llm_caller_arn": LLM_CALLER},
        "dataBucket": bucket,
        "llmCallerArn": LLM_CALLER,
        "region": "us-east-1",
        "endpoints": endpoints,
    }


@pytest.fixture
def engine() -> Iterator[str]:
    """The URL of an engine in this process."""
    server = Server(Api())
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def deployed(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    return on_engine(tmp_path, engine, monkeypatch)


def on_engine(folder: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    for name in [name for name in os.environ if name.startswith(("AWS_", "PULUMI_", "LOCAL_")) or name == "QUESTION"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    pulumi = folder / "bin" / "pulumi"
    pulumi.parent.mkdir()
    pulumi.write_text(f"#!{sys.executable}\n" + PULUMI.format(outputs=str(folder / "outputs.json")))
    pulumi.chmod(0o755)
    # The command `agent`, as messages name it, is beside this Python.
    path = f"{pulumi.parent}:{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}"
    environment = dict(os.environ) | {"PATH": path, "HOME": str(folder), "AGENT_STACK": "dev"}
    return Deployed(folder, endpoint, environment)


@pytest.fixture
def scripted(deployed: Deployed) -> Iterator[Callable[..., Deployed]]:
    """Deploys the agent with scripted functions."""

    def deploy(script: Script, bucket: str = "data") -> Deployed:
        clients.register(ROLE, {"lambda": InProcessLambda(functions(script))}.__getitem__)
        deployed.deploy(definition(bucket), bucket)
        return deployed

    yield deploy
    clients.unregister(ROLE)
