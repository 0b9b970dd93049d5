"""What stands between Pulumi and the laptop stack."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local import deployment
from local.configuration import COMMITTED
from local.deployment import CUT_OFF, remove_locks_of_the_dead, was_cut_off
from local.laptop import Laptop
from local.ports import Ports
from local.this_command import agent

# Takes longer to end than `subprocess.run` waits after Ctrl-C, as Pulumi does.
SLOW_TO_END = """
trap 'sleep 1; echo "state written"; exit 3' INT
echo started
while true; do sleep 0.05; done
"""


def test_the_lock_of_a_pulumi_that_was_killed_is_removed_and_that_of_a_living_one_is_kept(tmp_path):
    folder = tmp_path / ".pulumi" / "locks" / "organization" / "project" / "local"
    folder.mkdir(parents=True)

    def lock(name: str, pid: int, host: str = socket.gethostname()) -> None:
        (folder / f"{name}.json").write_text(json.dumps({"pid": pid, "username": "someone", "hostname": host, "timestamp": "…"}))
        (folder / f"{name}.json.attrs").write_text("{}")

    # The largest process id that Linux can have is 4,194,304.
    lock("dead", 5_000_000)
    lock("alive", os.getpid())
    lock("elsewhere", 5_000_000, "another-machine")
    (folder / "damaged.json").write_text("{")
    remove_locks_of_the_dead(tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == [
        "alive.json",
        "alive.json.attrs",
        "damaged.json",
        "elsewhere.json",
        "elsewhere.json.attrs",
    ]


def test_a_backend_without_locks_is_fine(tmp_path):
    remove_locks_of_the_dead(tmp_path)


def test_ctrl_c_leaves_pulumi_the_time_to_write_its_state():
    command = f"from local.deployment import run_to_its_end as run; print(run(['sh', '-c', {SLOW_TO_END!r}], {{}}))"
    child = subprocess.Popen(
        [sys.executable, "-u", "-c", command],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests that run as a shell's background job ignore SIGINT, and what they start inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stdout.readline() == "started\n"
    os.killpg(child.pid, signal.SIGINT)
    assert child.communicate(timeout=20)[0] == "state written\n3\n"


def checkpoint(folder, text):
    file = folder / "pulumi-state" / ".pulumi" / "stacks" / "step-functions-agents" / "local.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)


def test_a_stack_that_was_never_deployed_was_not_cut_off(tmp_path):
    assert not was_cut_off(tmp_path)


@pytest.mark.parametrize(
    ("state", "cut_off"),
    [
        ('{"checkpoint": {"latest": {"resources": []}}}', False),
        ('{"checkpoint": {"latest": {"pending_operations": []}}}', False),
        ('{"checkpoint": {"latest": {"pending_operations": [{"type": "creating"}]}}}', True),
        ('{"checkpoint": {"lat', True),
        ("", True),
    ],
)
def test_a_state_that_is_not_whole_was_cut_off(tmp_path, state, cut_off):
    checkpoint(tmp_path, state)
    assert was_cut_off(tmp_path) is cut_off


def test_the_mark_of_a_pulumi_that_never_ended_says_so(tmp_path):
    checkpoint(tmp_path, '{"checkpoint": {"latest": {}}}')
    (tmp_path / CUT_OFF).touch()
    assert was_cut_off(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["config", "set", "logRetentionDays", "30", "-s", "local"], COMMITTED),
        (["config", "rm", "--path", "llm.targets[0].params"], COMMITTED),
        # The readers of the committed file don't have the passphrase.
        (["config", "set", "--secret", "--path", "secrets.openai"], None),
        (["config"], None),
        (["config", "get", "agents"], None),
        (["up", "--yes"], None),
    ],
)
def test_a_command_that_changes_settings_changes_the_committed_file_and_messages_name_it(tmp_path, monkeypatch, arguments, file):
    stack = Laptop(tmp_path, Ports())
    (tmp_path / COMMITTED.name).write_text("config: {}")
    ran = []
    monkeypatch.setattr(stack, "why_down", lambda: None)
    monkeypatch.setattr(deployment, "find_or_build", lambda place: Path("/bin/pulumi"))
    monkeypatch.setattr(deployment, "run_to_its_end", lambda command, environment: ran.append((command, environment)) or 0)
    assert deployment.run_pulumi(stack, arguments) == 0
    [(command, environment)] = ran
    assert command[command.index("--config-file") + 1] == str(file or tmp_path / COMMITTED.name)
    assert environment["PULUMI_COMMAND"] == agent("pulumi")
