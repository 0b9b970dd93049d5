import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.cli.ask.conftest import ROOT, Deployed, on_engine
from tests.cli.ask.scripted_runs import SQL, Script, crashes, final, no_key, parallel, repairs, turn

WAITS = {"QueryLanguage": "JSONata", "StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}
TOO_LONG = "error: the question takes 200,002 bytes as JSON (letters beyond ASCII counted as three); 200,000 are allowed"
PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"


def answers(text: str) -> Script:
    return Script(turns=[turn("", final(answer=text, queries=[], charts=[]))], tools={})


def asked(deployed: Deployed) -> list[dict[str, Any]]:
    """The inputs of the runs that were started, newest first."""
    client = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=deployed.endpoint)
    arn = deployed.outputs["dev"]["agents"]["sql"]["stateMachineArn"]
    runs = client.list_executions(stateMachineArn=arn)["executions"]
    return [json.loads(client.describe_execution(executionArn=run["executionArn"])["input"]) for run in runs]


def test_a_run_is_shown_turn_by_turn_and_ends_with_the_answer_and_what_it_took(scripted):
    done = scripted(repairs()).ask("sql", "Who hit the most home runs in a career?")

    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0] == "sql: Who hit the most home runs in a career?"
    assert re.fullmatch(r"run who-hit-the-most-home-runs-in-a-career-\d{8}-\d{6}-[0-9a-f]{4}", lines[1])
    assert "      SELECT nameLast, SUM(HomeRuns) FROM Batting GROUP BY playerID" in lines
    assert "      no such column: HomeRuns" in lines
    assert "Barry Bonds hit 762, Hank Aaron 755." in lines
    assert re.fullmatch(r"5 turns · 4 tool calls · 6,000 tokens in, 400 out · \$0\.0240 · \d+\.\d s", lines[-1])
    assert b"\x1b" not in done.stdout


def test_json_is_one_object_on_stdout_and_nothing_else(scripted):
    done = scripted(repairs()).ask("sql", "Who?", "--json")

    result = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(result) == ["execution_arn", "status", "output", "stop_reason", "usage", "charts"]
    assert (result["status"], result["stop_reason"]) == ("SUCCEEDED", "answered")
    assert result["execution_arn"].startswith("arn:aws:states:us-east-1:000000000000:execution:sql-local:who-")
    assert result["output"]["answer"] == "Barry Bonds hit 762, Hank Aaron 755."
    assert result["usage"] | {"seconds": 0} == {
        "turns": 5,
        "tool_calls": 4,
        "input_tokens": 6000,
        "output_tokens": 400,
        "cost_usd": pytest.approx(0.024),
        "seconds": 0,
    }


def test_a_chart_is_downloaded_into_the_folder_of_its_run(bucket, ministack, scripted):
    runs: list[str] = []

    def drawn() -> dict[str, Any]:
        return turn("", final(answer="See the chart.", queries=[], charts=[{"bucket": bucket, "key": runs[0]}]))

    def keep(event: dict[str, Any]) -> Any:
        runs.append(event["run"]["results"]["prefix"] + "toolu_1/figure.png")
        storage.put_object(Bucket=bucket, Key=runs[0], Body=PNG)
        return drawn()

    storage = boto3.client("s3", endpoint_url=ministack)
    script = Script(turns=[], tools={})
    script.call_llm = keep
    deployed = scripted(script, bucket)
    deployed.outputs["dev"]["endpoints"]["s3"] = ministack

    done = deployed.ask("sql", "Draw it", "--json", "--charts", "pictures")

    run = json.loads(done.stdout)["execution_arn"].rpartition(":")[2]
    path = f"pictures/dev/sql/{run}/toolu_1-figure.png"
    assert json.loads(done.stdout)["charts"] == [{"bucket": bucket, "key": f"runs/sql/{run}/toolu_1/figure.png", "path": path}]
    assert (deployed.folder / path).read_bytes() == PNG


def test_a_chart_that_is_not_the_runs_own_is_named_and_not_fetched(scripted):
    stolen = Script(turns=[turn("", final(answer="Look.", queries=[], charts=[{"bucket": "other", "key": "x.png"}]))], tools={})

    deployed = scripted(stolen)
    done = deployed.ask("sql", "Draw it")

    assert "chart  x.png was not fetched: not in the stack's data bucket data" in done.stdout.decode().splitlines()
    assert not (deployed.folder / "charts").exists()


@pytest.mark.parametrize(
    "question",
    [
        "通算本塁打が最も多いのは誰ですか。",
        """It's "quoted" with $HOME, `id`, back\\slashes\\, {% $x %} and 100 %""",
        "two\nlines\tand a bell \a and an escape \x1b[31m",
        "a" * 100_000,
    ],
    ids=["Japanese", "quotes", "control characters", "100 kB"],
)
def test_a_question_arrives_as_it_was_asked(scripted, question):
    deployed = scripted(answers("Yes."))

    done = deployed.ask("sql", "--json", QUESTION=question)

    assert (done.returncode, json.loads(done.stdout)["output"]["answer"]) == (0, "Yes.")
    assert asked(deployed) == [{"prompt": question}]


def test_a_question_can_come_from_standard_input_without_naming_the_only_agent(scripted):
    deployed = scripted(answers("Yes."))

    done = deployed.ask("-", "--json", "--max-cost", "0.25", stdin="Wer führt?\n".encode())

    assert done.returncode == 0
    assert asked(deployed) == [{"prompt": "Wer führt?", "limits": {"cost_usd": 0.25}}]


def test_a_run_can_continue_another_one_of_the_same_agent(scripted):
    deployed = scripted(Script(turns=[turn("", final(answer=each, queries=[], charts=[])) for each in ("One.", "Two.")], tools={}))
    first = json.loads(deployed.ask("sql", "Who?", "--json").stdout)

    done = deployed.ask("--after", "last", "--json", QUESTION="And then?")

    assert (done.returncode, json.loads(done.stdout)["output"]["answer"]) == (0, "Two.")
    given = asked(deployed)
    assert {"prompt": "Who?"} in given
    [second] = [each for each in given if each != {"prompt": "Who?"}]
    assert (second["prompt"], second["history"]) == ("And then?", None)
    assert [message["role"] for message in second["messages"]] == ["user", "assistant"]
    assert second["messages"][1]["content"][-1]["input"] == first["output"]


def test_a_stored_conversation_can_not_be_continued_by_another_agent(scripted):
    stored = turn("", final(answer="One.", queries=[], charts=[]))
    stored["body"]["history"] = {"bucket": "data", "key": f"conversations/sql/first/0002-{'0a' * 32}.json", "bytes": 100_000}
    deployed = scripted(Script(turns=[stored], tools={}))
    sql = deployed.outputs["dev"]["agents"]["sql"]
    deployed.outputs["dev"]["agents"]["other"] = sql | {"stateMachineArn": f"{sql['stateMachineArn']}-other"}
    first = json.loads(deployed.ask("sql", "Who?", "--json").stdout)

    done = deployed.ask("other", "And then?", "--after", first["execution_arn"])

    assert (done.returncode, len(asked(deployed))) == (2, 1)
    assert "is so long that it is stored, and only the agent sql reads it. Ask sql, or ask other" in done.stderr.decode()


@pytest.mark.parametrize(
    ("run", "message"),
    [("last", "ended as FAILED: only a run that has succeeded hands out its conversation"), ("nobody", "there is no run 'nobody'")],
)
def test_a_run_without_a_conversation_can_not_be_continued(scripted, run, message):
    deployed = scripted(no_key())
    deployed.ask("sql", "Who?")

    done = deployed.ask("sql", "And then?", "--after", run)

    assert (done.returncode, len(asked(deployed))) == (2, 1)
    assert message in done.stderr.decode()


def test_after_another_run_comes_a_question_of_ones_own(deployed):
    done = deployed.ask("sql", "--after", "last")

    assert (done.returncode, done.stderr.decode()) == (2, "error: --after continues a conversation: say with which question\n")


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["sql", ""], b"", "error: the question is empty"),
        (["sql", " \n"], b"", "error: the question is empty"),
        (["sql", "-"], b"", "error: the question is empty"),
        (["sql", "-"], b"\xff", "error: the question on standard input isn't valid UTF-8"),
        (["sql", "-"], b"a" * 199_988, TOO_LONG),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_before_anything_is_started(scripted, arguments, stdin, message):
    deployed = scripted(answers("Yes."))

    done = deployed.ask(*arguments, stdin=stdin)

    assert (done.returncode, done.stdout, done.stderr.decode().strip()) == (2, b"", message)
    assert asked(deployed) == []


def test_an_agent_of_the_laptop_is_asked_its_first_question_where_there_is_none(scripted):
    deployed = scripted(answers("Yes."))

    done = deployed.ask("sql")

    assert (done.returncode, done.stdout.decode().splitlines()[0]) == (0, f"sql: {SQL.questions[0]}")
    assert asked(deployed) == [{"prompt": SQL.questions[0]}]


def test_an_agent_in_aws_is_asked_nothing_by_itself(scripted):
    deployed = scripted(answers("Yes."))
    deployed.outputs["dev"]["endpoints"] = {}

    done = deployed.ask("sql", AWS_ENDPOINT_URL=deployed.endpoint)

    assert done.stderr.decode() == f"error: there is no question. Ask one: agent ask sql '{SQL.questions[0]}' --stack dev\n"
    assert (done.returncode, done.stdout, asked(deployed)) == (2, b"", [])


def test_an_agent_that_does_not_exist_is_answered_with_those_that_do(scripted):
    done = scripted(answers("Yes.")).ask("weather", "Rain?")

    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "error: there is no agent 'weather'. This stack has:",
        "  sql: Answers questions about baseball.",
    ]


def test_a_stack_that_does_not_exist_says_how_to_see_those_that_do(scripted):
    done = scripted(answers("Yes.")).ask("sql", "Who?", "--stack", "nowhere")

    assert done.returncode == 3
    assert done.stderr.decode().startswith("error: there is no stack 'nowhere' in this backend. `pulumi stack ls` lists")


def test_an_emulator_that_is_down_says_how_to_start_it(scripted):
    deployed = scripted(answers("Yes."))
    deployed.outputs["dev"]["endpoints"] = {"sfn": "http://127.0.0.1:9"}

    done = deployed.ask("sql", "Who?", "--json")

    message = "http://127.0.0.1:9 doesn't answer. The laptop stack isn't running. Start it: agent up"
    assert done.returncode == 3
    assert json.loads(done.stdout)["status"] == "NOT_STARTED"
    assert json.loads(done.stdout)["error"] == {"name": "UnreachableError", "message": message}


def test_the_standard_environment_goes_before_the_endpoints_of_the_stack(scripted):
    deployed = scripted(answers("Yes."))
    deployed.outputs["dev"]["endpoints"] = {"sfn": "http://127.0.0.1:9"}

    done = deployed.ask("sql", "Who?", "--json", AWS_ENDPOINT_URL_SFN=deployed.endpoint)

    assert done.returncode == 0


def test_a_proxy_does_not_stand_between_the_command_and_this_machine(scripted):
    done = scripted(answers("Yes.")).ask("sql", "Who?", "--json", HTTP_PROXY="http://127.0.0.1:9", http_proxy="http://127.0.0.1:9")

    assert done.returncode == 0


def test_a_run_that_fails_tells_why_and_what_to_do(scripted):
    done = scripted(no_key()).ask("sql", "Who?")

    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "The run failed: LLMAuth",
        "401: invalid x-api-key",
        "The provider refuses the API key. Set it and deploy: "
        "pulumi config set --secret --path \"secrets.$(pulumi config get --path 'llm.targets[0].secret' --stack dev)\" "
        "--stack dev && pulumi up --stack dev",
    ]
    assert done.stdout.decode().splitlines()[-1] == "0 turns · 0 tool calls · 0 tokens · $0.00"


def test_a_run_that_fails_is_an_error_in_json(scripted):
    done = scripted(no_key()).ask("sql", "Who?", "--json")

    result = json.loads(done.stdout)
    assert (done.returncode, result["status"], result["output"]) == (1, "FAILED", None)
    assert result["error"] == {"name": "LLMAuth", "message": "401: invalid x-api-key"}


def test_retries_are_shown(scripted):
    done = scripted(crashes()).ask("sql", "Who?")

    lines = done.stdout.decode().splitlines()
    assert "  ! the LLM, attempt 1: LLMRateLimited: 429: slow down" in lines
    assert "      OSError: database is gone" in lines


def test_an_unknown_price_is_said_to_be_unknown(scripted):
    done = scripted(parallel()).ask("sql", "Who?")

    assert " · cost unknown · " in done.stdout.decode().splitlines()[-1]


def test_on_a_terminal_a_spinner_tells_what_is_running(scripted):
    def slow() -> dict[str, Any]:
        time.sleep(1)
        return turn("", final(answer="Yes.", queries=["SELECT 1"], charts=[]))

    shown = on_a_terminal(scripted(Script(turns=[slow], tools={})), "sql", "Who?")

    assert "the model is thinking" in shown
    assert "╭─ Answer ─" in re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b[32m" in shown


def test_no_color_is_respected(scripted):
    shown = on_a_terminal(scripted(answers("Yes.")), "sql", "Who?", NO_COLOR="1")

    assert "╭─ Answer ─" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)


def test_what_a_tool_returns_cannot_control_the_terminal(scripted):
    hostile = "\x1b]0;owned\x07\x1b[2Jshown\x1b[31m [bold]as it is[/bold]"
    script = repairs()
    script.tools["get_db_schema"] = [{"content": hostile}]

    shown = on_a_terminal(scripted(script), "sql", "Who?", NO_COLOR="1")

    assert "shown [bold]as it is[/bold]" in re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "owned" not in shown
    assert "\x1b[2J" not in shown


def on_a_terminal(deployed: Deployed, *arguments: str, **environment: str) -> str:
    """What the command writes to a terminal of 120 columns."""
    ours, theirs = os.openpty()
    command = deployed.command("ask", *arguments)
    shell = deployed.environment | {"TERM": "xterm-256color", "COLUMNS": "120"} | environment
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=deployed.folder, env=shell)
    os.close(theirs)
    written = b""
    while True:
        try:
            written += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)
    assert process.wait(10) == 0, written.decode()
    return written.decode()


class EngineProcess:
    """An engine that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "local.step_functions.server", "--port", str(self.port), "--folder", str(self.folder)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().strip().rpartition(":")[2])

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def engine_process(tmp_path: Path) -> Iterator[EngineProcess]:
    engine = EngineProcess(tmp_path / "step_functions")
    yield engine
    engine.kill()


@pytest.fixture
def waiting(tmp_path: Path, engine_process: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """A stack whose agent waits for a minute."""
    deployed = on_engine(tmp_path, f"http://127.0.0.1:{engine_process.port}", monkeypatch)
    deployed.deploy(WAITS)
    return deployed


def interruptible(deployed: Deployed, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        deployed.command(*arguments),
        cwd=deployed.folder,
        env=deployed.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores SIGINT, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def start_and_wait_until_it_runs(deployed: Deployed, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """The command, and the ARN of the run that it started."""
    process = interruptible(deployed, "ask", "sql", "Who?", *arguments)
    client = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=deployed.endpoint)
    machine = deployed.outputs["dev"]["agents"]["sql"]["stateMachineArn"]
    while not (runs := client.list_executions(stateMachineArn=machine)["executions"]):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    # Until the answer to StartExecution has arrived.
    time.sleep(0.5)
    return process, runs[0]["executionArn"]


def test_ctrl_c_leaves_the_run_running_and_the_commands_it_names_follow_and_stop_it(waiting):
    process, arn = start_and_wait_until_it_runs(waiting)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)

    lines = errors.strip().splitlines()
    assert process.returncode == 130
    assert lines[0] == "The run goes on without this command."
    name = arn.rpartition(":")[2]
    assert lines[1:] == [f"  follow it: agent follow {name} --stack dev", f"  stop it:   agent stop {name} --stack dev"]

    def as_printed(line: str) -> subprocess.CompletedProcess[str]:
        shell = line.split(":", 1)[1].strip()
        return subprocess.run(
            shell, shell=True, cwd=waiting.folder, env=waiting.environment, capture_output=True, text=True, timeout=60
        )

    stopped = as_printed(lines[2])
    assert (stopped.returncode, stopped.stdout) == (0, f"{arn.rpartition(':')[2]} is stopped\n")

    followed = as_printed(lines[1])
    assert followed.returncode == 1
    assert followed.stdout.splitlines()[0] == "sql: Who?"
    assert followed.stderr.splitlines() == ["The run failed: Stopped", "stopped by a person, with agent stop"]


@pytest.fixture
def silent() -> Iterator[tuple[str, threading.Event]]:
    """The URL of a service that takes requests and answers none of them, and whether it has one."""
    asked, done = threading.Event(), threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.set()
            done.wait(60)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    done.set()
    server.shutdown()
    server.server_close()


def test_ctrl_c_while_the_run_is_being_started_does_not_say_that_nothing_was(scripted, silent):
    url, asked = silent
    deployed = scripted(answers("Yes."))
    deployed.outputs["dev"]["endpoints"] = {"sfn": url}
    process = interruptible(deployed, "ask", "sql", "Who?", "--json")
    assert asked.wait(30)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)

    result = json.loads(output)
    assert (process.returncode, result["status"]) == (130, "UNKNOWN")
    assert re.fullmatch(r"arn:aws:states:us-east-1:000000000000:execution:sql-local:who-[0-9a-f-]+", result["execution_arn"])
    assert errors.splitlines()[0] == "The run may still go on."
    assert f"agent stop {result['execution_arn'].rpartition(':')[2]} --stack dev" in errors


def test_ctrl_c_with_json_says_that_the_run_is_running(waiting):
    process, arn = start_and_wait_until_it_runs(waiting, "--json")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)

    assert process.returncode == 130
    assert (json.loads(output)["execution_arn"], json.loads(output)["status"]) == (arn, "RUNNING")


def test_an_emulator_killed_in_the_middle_of_a_run_ends_with_the_arn_and_how_to_follow_it(waiting, engine_process):
    process, arn = start_and_wait_until_it_runs(waiting)
    engine_process.kill()
    _, errors = process.communicate(timeout=60)

    lines = errors.strip().splitlines()
    assert process.returncode == 3
    assert lines[0] == f"error: {waiting.endpoint} doesn't answer. The laptop stack isn't running. Start it: agent up"
    assert lines[1] == "The run may still go on."
    assert lines[2] == f"  follow it: agent follow {arn.rpartition(':')[2]} --stack dev"

    engine_process.start()
    followed = waiting.run("follow", arn)
    assert followed.returncode == 1
    assert followed.stderr.decode().splitlines()[0] == "The run failed: EngineStopped"


def test_following_an_ended_run_shows_all_of_it_again(scripted):
    deployed = scripted(repairs())
    first = deployed.ask("sql", "Who?", "--json")

    again = deployed.run("follow", json.loads(first.stdout)["execution_arn"], "--json")

    assert json.loads(again.stdout) == json.loads(first.stdout)


def test_stopping_a_run_that_has_ended_says_so(scripted):
    deployed = scripted(answers("Yes."))
    arn = json.loads(deployed.ask("sql", "Who?", "--json").stdout)["execution_arn"]

    done = deployed.run("stop", arn)

    assert (done.returncode, done.stdout.decode()) == (0, f"{arn.rpartition(':')[2]} had ended already: SUCCEEDED\n")


@pytest.mark.parametrize(
    ("arn", "message"),
    [
        ("nonsense", "error: there is no run 'nonsense'. See the recent ones: agent runs --stack dev\n"),
        ("", "error: there is no run ''. See the recent ones: agent runs --stack dev\n"),
        ("..", "error: there is no run '..'. See the recent ones: agent runs --stack dev\n"),
        ("arn:nonsense", "error: 'arn:nonsense' is no execution ARN"),
        ("arn:aws:states:us-east-1:000000000000:execution:sql-local:..", "error: 'arn:aws:states:us-east-1:000000000000:execution"),
        (
            "arn:aws:states:us-east-1:000000000000:execution:sql-local:a\n",
            "error: 'arn:aws:states:us-east-1:000000000000:execution",
        ),
        (
            "arn:aws:states:us-east-1:000000000000:execution:other:run",
            "error: arn:aws:states:us-east-1:000000000000:execution:other:run is not a run of this stack",
        ),
        ("arn:aws:states:us-east-1:000000000000:execution:sql-local:none", "error: there is no such run: "),
    ],
)
def test_a_run_that_is_not_there_is_bad_input(scripted, arn, message):
    done = scripted(answers("Yes.")).run("follow", arn)

    assert done.returncode == 2
    assert done.stderr.decode().startswith(message)


def test_the_command_imports_nothing_of_the_program_that_it_asks():
    """But for the spelling of its own name in messages, which knows nothing of a stack and of no agent."""
    code = (
        "import cli.ask.watcher, cli.ask.every_agent, cli.show, cli.follow, cli.stop, sys; "
        "parts = ('local', 'components', 'agents', 'pulumi'); "
        "print(sorted(name for name in sys.modules if name.split('.')[0] in parts))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "['agents', 'agents.discovery', 'agents.errors', 'agents.folders', 'local', 'local.this_command']\n"
