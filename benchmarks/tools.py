"""What a tool of each kind costs: transitions and time of a call, from an edit to the answer, and the lines that a person writes.

Each kind has the example of its how-to page, and an agent whose script calls that one tool. All are deployed to one laptop stack.
"""

import ast
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from benchmarks.figure import Figure
from cli.new.new_agent import conversation
from cli.new.spelling import Spelling
from tests.end_to_end.own_project import own_project
from tests.environment import forget
from tests.ports import free_ports

CALLS = 7

AGENT = '''\
"""An agent with one tool."""

{imports}

{upper} = Agent(
    name="{name}",
    description="Has one tool.",
    system_prompt="Call the tool once.",
    tools=({tools},),
    output_schema={{
        "type": "object",
        "properties": {{"answer": {{"type": "string"}}}},
        "required": ["answer"],
        "additionalProperties": False,
    }},
    questions=("Does {name} work? Try it once.",),
)
'''


@dataclass(frozen=True)
class Kind:
    """One kind of tools, and the example that is measured."""

    name: str
    imports: str
    tools: str
    edited: str
    """The file that a person edits."""
    old: str
    new: str
    """The text before and after the edit."""
    lines: Callable[[Path], int]
    """Returns the lines that a person has written for the tool."""

    @property
    def agent(self) -> str:
        return f"with-{self.name}"


def _files(*names: str) -> Callable[[Path], int]:
    """Return what counts the lines of files, without blank ones."""
    return lambda project: sum(bool(line.strip()) for name in names for line in (project / name).read_text("utf-8").splitlines())


def _call(file: str, kind: str) -> Callable[[Path], int]:
    """Return what counts the lines of the call of a kind, like `ApiTool(…)`."""

    def count(project: Path) -> int:
        calls = [node for node in ast.walk(ast.parse((project / file).read_text("utf-8"))) if isinstance(node, ast.Call)]
        [found] = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == kind]
        assert found.end_lineno
        return found.end_lineno - found.lineno + 1

    return count


KINDS = (
    Kind(
        "folder",
        "from agents.declaration import Agent, tools_in",
        '*tools_in("notes", "take_note")',
        "lambda/tools/notes/handler.py",
        '"kept": True}',
        '"kept": True, "edited": True}',
        _files("lambda/tools/notes/handler.py", "lambda/tools/notes/resources.py", "lambda/tools/notes/tools.json"),
    ),
    Kind(
        "api_call",
        "from agents.declaration import Agent\nfrom agents.note_finder import FIND_NOTE",
        "FIND_NOTE",
        "agents/note_finder.py",
        "{'subject': $result.Item.subject.S,",
        "{'edited': true, 'subject': $result.Item.subject.S,",
        _call("agents/note_finder.py", "ApiTool"),
    ),
    Kind(
        "existing_function",
        "from agents.declaration import Agent\nfrom agents.rate_finder import RATE_FINDER",
        "RATE_FINDER.tools[0]",
        "agents/rate_finder.py",
        "{% $parse($result.body) %}",
        "{% {'edited': true, 'found': $parse($result.body)} %}",
        _call("agents/rate_finder.py", "FunctionTool"),
    ),
    Kind(
        "http_api",
        "from agents.declaration import Agent\nfrom agents.exchange_rates import RATES",
        "RATES",
        "agents/exchange_rates.py",
        "{% $result.rates %}",
        "{% {'edited': true, 'found': $result.rates} %}",
        _call("agents/exchange_rates.py", "HttpTool"),
    ),
    Kind(
        "agent",
        "from agents.declaration import Agent, AgentTool",
        'AgentTool("with-http-api", description="Knows exchange rates.")',
        "agents/with_agent.py",
        "Knows exchange rates.",
        "Knows the exchange rates of a day.",
        _call("agents/with_agent.py", "AgentTool"),
    ),
    Kind(
        "mcp_server",
        "from agents.declaration import Agent, tools_in",
        '*tools_in("dice")',
        "lambda/tools/dice/tools.json",
        "Rolls dice.",
        "Rolls some dice.",
        # One command writes them.
        lambda project: 0,
    ),
)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        project = own_project(Path(folder) / "project")
        environment = _environment(project)
        servers: list[subprocess.Popen[bytes]] = []
        try:
            _prepare(project, environment, servers)
            figures = [figure for kind in KINDS for figure in _measured(kind, project, environment)]
        finally:
            subprocess.run(["./agent", "down"], cwd=project, env=environment, capture_output=True, check=False)
            for server in servers:
                server.terminate()
    return figures


def _environment(project: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "LOCAL_FOLDER")}
    forget(mine)
    return mine | {
        "PATH": f"{project / '.venv' / 'bin'}{os.pathsep}{mine['PATH']}",
        "LOCAL_PORT_BASE": str(free_ports().base),
        "LLM_MODEL": "scripted",
        "EXCHANGE_RATES_API_KEY": "Token a-made-up-key",
    }


def _prepare(project: Path, environment: dict[str, str], servers: list[subprocess.Popen[bytes]]) -> None:
    """Copy the examples, start the servers that they ask, and deploy all of it."""

    def run(command: str) -> None:
        _run(["bash", "-c", command], project, environment)

    def serve(*command: str) -> None:
        nowhere = subprocess.DEVNULL
        servers.append(subprocess.Popen(command, cwd=project, env=environment, stdout=nowhere, stderr=nowhere))

    serve(sys.executable, "examples/order-desk/exchange_rates.py", "4590")
    serve(".venv/bin/uv", "run", "examples/mcp-server/server.py")
    run("cp -r examples/notes lambda/tools/notes")
    for example in ("note-finder", "rates", "exchange-rates"):
        run(f"cp -r examples/{example}/agents examples/{example}/local .")
    run("./agent up --no-deploy")
    run('eval "$(./agent env)" && .venv/bin/python examples/rates/deploy.py')
    run("curl --silent --output /dev/null --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8765/mcp")
    run("./agent new mcp dice http://127.0.0.1:8765/mcp --tools roll")
    for kind in KINDS:
        spelling = Spelling(kind.agent.replace("_", "-"))
        declared = AGENT.format(imports=kind.imports, upper=spelling.upper, name=spelling.kebab, tools=kind.tools)
        (project / "agents" / f"{spelling.snake}.py").write_text(declared, "utf-8")
        script = project / "local" / "scripted_model" / "conversations" / spelling.snake / "__init__.py"
        script.parent.mkdir()
        # An agent of another question would answer that it knows nothing of it.
        asked = "{'question': 'Does with-http-api work? Try it once.'}"
        text = conversation(spelling)
        script.write_text(text.replace("sample_input(tool)", asked) if kind.name == "agent" else text, "utf-8")
    run(f"./agent up {' '.join(kind.agent.replace('_', '-') for kind in KINDS)}")


def _measured(kind: Kind, project: Path, environment: dict[str, str]) -> list[Figure]:
    agent = kind.agent.replace("_", "-")
    # The first call starts the function.
    histories = [_asked(agent, project, environment) for _ in range(CALLS + 1)][1:]
    [transitions] = {_transitions(history) for history in histories}
    milliseconds = statistics.median(map(_milliseconds, histories))
    file = project / kind.edited
    text = file.read_text("utf-8")
    assert text.count(kind.old) >= 1, kind.edited
    file.write_text(text.replace(kind.old, kind.new), "utf-8")
    started = time.perf_counter()
    _asked(agent, project, environment)
    edit = time.perf_counter() - started
    return [
        Figure(f"{kind.name}_transitions", transitions, "state transitions", "a call; an agent's includes those of its run"),
        Figure(
            f"{kind.name}_ms",
            round(milliseconds),
            "ms",
            f"a warm call on the laptop, what the tool does included; median of {CALLS}",
        ),
        Figure(f"{kind.name}_edit_seconds", round(edit, 1), "s", f"from an edit of `{kind.edited}` to the answer"),
        Figure(f"{kind.name}_lines", kind.lines(project), "lines", "a person writes them for the tool of the example"),
    ]


History = list[dict[str, Any]]


def _asked(agent: str, project: Path, environment: dict[str, str]) -> list[History]:
    """Ask the agent, and return the histories of its run and of the runs that it started."""
    done = _run(["./agent", "ask", agent, f"Does {agent} work? Try it once.", "--json"], project, environment)
    answer = json.loads(done)
    assert answer["output"]["answer"].startswith("It does."), done
    states = _step_functions(project, environment)

    def history(arn: str) -> History:
        pages = states.get_paginator("get_execution_history").paginate(executionArn=arn)
        return [event for page in pages for event in page["events"]]

    own = history(answer["execution_arn"])
    started = [
        json.loads(event["taskSubmittedEventDetails"]["output"])["ExecutionArn"]
        for event in own
        if event["type"] == "TaskSubmitted" and event["taskSubmittedEventDetails"]["resource"].startswith("startExecution")
    ]
    return [own, *map(history, started)]


def _step_functions(project: Path, environment: dict[str, str]) -> Any:
    lines = shlex.split(_run(["./agent", "env"], project, environment))
    given = dict(line.split("=", 1) for line in lines if "=" in line)
    return boto3.client(
        "stepfunctions",
        region_name=given["AWS_REGION"],
        endpoint_url=given["AWS_ENDPOINT_URL_SFN"],
        aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
    )


def _transitions(histories: list[History]) -> int:
    own, *started = histories
    inside = own[_first(own, "MapIterationStarted") : _first(own, "MapIterationSucceeded")]
    return sum(event["type"].endswith("StateEntered") for part in (inside, *started) for event in part)


def _milliseconds(histories: list[History]) -> float:
    own = histories[0]
    began, ended = own[_first(own, "MapIterationStarted")], own[_first(own, "MapIterationSucceeded")]
    return 1000 * (ended["timestamp"] - began["timestamp"]).total_seconds()


def _first(events: History, kind: str) -> int:
    return next(at for at, event in enumerate(events) if event["type"] == kind)


def _run(command: list[str], project: Path, environment: dict[str, str]) -> str:
    print(f"   {' '.join(command)[:120]}", file=sys.stderr)
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
