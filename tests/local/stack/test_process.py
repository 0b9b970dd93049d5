"""Processes that outlive the command which started them, and are known again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.process import Process, left_behind, spawn, start_time

# Starts a child of its own, says the child's id, and neither of them wants to end.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sleep = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", sleep])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def started(tmp_path):
    found = []

    def start(program: str) -> Process:
        found.append(
            spawn([sys.executable, "-c", program], {"SAID": "yes"}, tmp_path, tmp_path / "logs" / "log", tmp_path / "mark")
        )
        return found[-1]

    yield start
    for process in found:
        process.stop()


def said(tmp_path: Path) -> str:
    while not (text := (tmp_path / "logs" / "log").read_text()).endswith("\n"):
        time.sleep(0.02)
    return text.strip()


def test_a_process_runs_in_its_folder_with_just_the_environment_given(started, tmp_path):
    started("import os; print(sorted(os.environ), os.getcwd(), flush=True); __import__('time').sleep(60)")
    assert said(tmp_path) == f"['LAPTOP_STACK', 'LC_CTYPE', 'SAID'] {tmp_path}"


def test_stopping_ends_the_whole_group_even_if_it_does_not_want_to(started, tmp_path, monkeypatch):
    monkeypatch.setattr("local.process.GRACE_SECONDS", 0.3)
    process = started(STUBBORN)
    child = int(said(tmp_path))
    assert process.alive
    assert start_time(child)
    process.stop()
    assert not process.alive
    while start_time(child):
        time.sleep(0.02)


def test_a_process_id_that_is_anothers_by_now_is_left_alone(tmp_path):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        stale = Process(stranger.pid, "12345")
        assert not stale.alive
        stale.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_has_ended_is_not_alive(started):
    process = started("pass")
    while process.alive:
        time.sleep(0.02)
    process.stop()
    assert start_time(process.pid) in (None, "")


def test_what_is_left_behind_is_found_by_its_mark_and_can_be_stopped(started, tmp_path, monkeypatch):
    monkeypatch.setattr("local.process.GRACE_SECONDS", 0.3)
    process = started(STUBBORN)
    child = int(said(tmp_path))
    os.kill(process.pid, signal.SIGKILL)
    while process.alive:
        time.sleep(0.02)
    (left,) = left_behind(tmp_path / "mark")
    assert (left.pid, left_behind(tmp_path / "other mark")) == (child, [])
    left.stop()
    assert left_behind(tmp_path / "mark") == []
