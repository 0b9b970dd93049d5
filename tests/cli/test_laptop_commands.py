"""The commands of the laptop stack, as a person uses them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.environment import PULUMI_BIN
from local.laptop import Laptop
from local.pulumi_cli.find import find_or_build
from tests.ports import free_ports

ROOT = Path(__file__).parents[2]
SCRIPTED = "anthropic/scripted, a script (agent up --help says how to use a real one).\n"
KEY = "sk-ant-very-secret"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("person") / ".local"


@pytest.fixture(scope="module")
def ports():
    return free_ports()


@pytest.fixture(scope="module")
def local(folder, ports):
    """Runs the command; gives its exit code, and what it printed on both streams."""

    def run(*arguments: str, **environment: str) -> tuple[int, str]:
        # Nothing listens there: an Ollama of this machine has no say.
        mine = {"LOCAL_FOLDER": str(folder), "LOCAL_PORT_BASE": str(ports.base), "OLLAMA_HOST": "http://127.0.0.1:1"}
        # As with the environment active, so that messages spell the command `agent`.
        mine["PATH"] = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT,
            env={name: value for name, value in ({**os.environ} | mine | environment).items() if value},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout

    yield run
    Laptop(folder, ports).down()


@pytest.fixture(scope="module")
def up(local):
    # Else the first command tells that it builds the Pulumi CLI.
    find_or_build(PULUMI_BIN)
    return local("up", "--no-deploy")


def test_before_it_is_up_status_says_so_and_a_deployment_says_how_to_start_it(local):
    code, shown = local("status")
    assert code == 1
    assert [line.split() for line in shown.partition("\n\n")[0].splitlines()[1:]] == [
        [name, "not", "running"] for name in ("ministack", "step-functions", "model")
    ]
    assert local("pulumi", "up") == (1, "error: The laptop stack isn't up. Start it: agent up\n")
    assert local("down") == (0, "Nothing was running.\n")


def test_up_says_what_it_started_where_and_with_which_model(up, ports):
    code, shown = up
    assert code == 0
    assert shown.startswith("The laptop stack: started ministack, step-functions, model in ")
    assert shown.endswith(f"Ports {ports.base} to {ports.base + 2}, model {SCRIPTED}")


def test_a_second_up_says_that_it_was_up(up, local):
    code, shown = local("up", "--no-deploy")
    assert code == 0
    assert shown.startswith("The laptop stack: is up.")


def test_status_and_logs_show_the_services(up, local, ports):
    code, shown = local("status")
    assert code == 0
    rows = [line.split() for line in shown.partition("\n\n")[0].splitlines()[1:]]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("ministack", "healthy", f"http://127.0.0.1:{ports.base}"),
        ("step-functions", "healthy", f"http://127.0.0.1:{ports.base + 1}"),
        ("model", "healthy", f"http://127.0.0.1:{ports.base + 2}"),
    ]
    assert shown.endswith("Nothing is deployed, or the last deployment failed or wasn't by `agent up`. Deploy: agent up\n")


def test_a_stack_that_runs_is_found_without_being_told_its_ports(up, local, ports):
    code, shown = local("status", LOCAL_PORT_BASE="")
    assert code == 0
    assert f"http://127.0.0.1:{ports.base + 1}" in shown
    assert f"Ports {ports.base} to {ports.base + 2}," in local("up", "--no-deploy", LOCAL_PORT_BASE="")[1]


def test_its_environment_can_be_read_by_a_shell(up, folder, ports):
    script = f'set -eu; set -a; . {folder}/env; set +a; pulumi stack ls --json; echo "$AWS_ENDPOINT_URL $AWS_ENDPOINT_URL_SFN"'
    done = subprocess.run(["sh", "-c", script], cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '"name": "local"' in done.stdout
    assert done.stdout.endswith(f"http://127.0.0.1:{ports.base} http://127.0.0.1:{ports.base + 1}\n")
    assert (folder / "env").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_pulumi_runs_on_the_stack_with_the_config_of_this_machine(up, local, ports):
    code, shown = local("pulumi", "config", "get", "--path", "aws:endpoints[0].sfn")
    assert (code, shown) == (0, f"http://127.0.0.1:{ports.base + 1}\n")


def test_an_api_key_is_encrypted_in_the_config_and_nowhere_in_plain_text(up, local, folder):
    code, shown = local("up", "--no-deploy", ANTHROPIC_API_KEY=KEY)
    assert code == 0
    assert "model anthropic/claude-sonnet-4-5, because ANTHROPIC_API_KEY is set" in shown
    assert local("pulumi", "config", "get", "--path", "secrets.anthropic") == (0, KEY + "\n")
    assert [file for file in folder.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()] == []
    assert local("up", "--no-deploy")[1].endswith(f"model {SCRIPTED}")


def test_the_committed_config_is_not_touched(up):
    assert "encryptionsalt" not in (ROOT / "Pulumi.local.yaml").read_text()


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"LOCAL_PORT_BASE": "x"}, "error: LOCAL_PORT_BASE is 'x': allowed are 1024 to 65532."),
        ({"LLM_MODEL": "openai/gpt-4.1"}, "error: LLM_MODEL is 'openai/gpt-4.1', which needs OPENAI_API_KEY in the environment"),
    ],
)
def test_a_mistake_is_a_sentence_and_not_a_traceback(local, environment, message):
    code, shown = local("up", "--no-deploy", **environment)
    assert code == 1
    assert shown.startswith(message)
    assert "Traceback" not in shown


def test_two_ups_of_a_new_stack_at_once_end_well(tmp_path):
    folder, ports = tmp_path / ".local", free_ports()
    command = [sys.executable, "-m", "cli", "up", "--no-deploy"]
    environment = {**os.environ} | {"LOCAL_FOLDER": str(folder), "LOCAL_PORT_BASE": str(ports.base), "LLM_MODEL": "scripted"}
    twins = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        said = sorted(twin.communicate()[0].splitlines()[-1].split(".")[0] for twin in twins)
        assert [twin.returncode for twin in twins] == [0, 0]
        assert said[1].startswith("The laptop stack: started ministack, step-functions, model in ")
        assert said[0] == "The laptop stack: is up"
    finally:
        Laptop(folder, ports).down()


def test_down_stops_everything(up, local):
    said = "Stopped ministack, step-functions, model. What was deployed is gone with them; what was built stays.\n"
    assert local("down") == (0, said)
    assert local("status")[0] == 1
