"""Two deployments at once, of which the first is killed: the second starts the stack from nothing, and nothing of ours is left."""

import json
import os
import signal
import subprocess
import sys
import time

from local.process import left_behind
from tests.end_to_end.conftest import ROOT, Deployed
from tests.ports import free_ports

SECONDS = 240


def test_a_deployment_that_was_killed_is_mended_by_the_next_one(tmp_path):
    stack = Deployed(tmp_path / ".local", free_ports().base)
    try:
        first = up(stack)
        kill_pulumi_after_it_has_made_something(stack)
        second = up(stack)
        said = second.communicate(timeout=SECONDS)[0]
        first.communicate(timeout=SECONDS)
        assert (first.returncode, second.returncode) == (1, 0), said
        assert "The last deployment was cut off: the laptop stack starts from nothing." in said
        assert stack.ask("Who hit the most home runs in a career?")["status"] == "SUCCEEDED"
    finally:
        stack.agent("down", check=False)
    assert left_behind(stack.folder) == []


def up(stack: Deployed) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "cli", "up"]
    return subprocess.Popen(command, cwd=ROOT, env=stack.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def kill_pulumi_after_it_has_made_something(stack: Deployed) -> None:
    state = stack.folder / "pulumi-state" / ".pulumi" / "stacks" / "step-functions-agents" / "local.json"
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            made = json.loads(state.read_text())["checkpoint"]["latest"]["resources"]
        except (OSError, ValueError, KeyError, TypeError):
            made = []
        if any(resource["type"] == "aws:iam/role:Role" for resource in made):
            break
        time.sleep(0.05)
    for process in left_behind(stack.folder):
        with open(f"/proc/{process.pid}/cmdline", "rb") as file:
            program = file.read().split(b"\0")
        if os.path.basename(program[0]) == b"pulumi" and b"up" in program:
            os.kill(process.pid, signal.SIGKILL)
            return
    raise AssertionError("no pulumi was found")
