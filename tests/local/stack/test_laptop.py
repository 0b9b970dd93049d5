"""The laptop stack as a whole: real processes, started, broken and stopped."""

import json
import os
import signal
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from local.errors import PortInUseError, ServiceFailedError
from local.laptop import Laptop
from local.ports import Ports, _sockets_of, _tcp_table, is_free
from local.process import left_behind, start_time
from tests.local.conftest import client
from tests.local.step_functions.functions import invoke, make_function
from tests.ports import free_ports

ALL = ["ministack", "step-functions", "model"]


def process_of(laptop: Laptop, service: str) -> int:
    return next(status.process.pid for status in laptop.status() if status.service.name == service)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while start_time(pid):
        time.sleep(0.02)


def listening_sockets(pids: set[int]) -> set[str]:
    """Local addresses, in the kernel's hex, on which any of the processes listens."""
    inodes = set().union(*(_sockets_of(Path(f"/proc/{pid}")) for pid in pids))
    return {row[1].rpartition(":")[0] for row in _tcp_table() if row[3] == "0A" and row[9] in inodes}


def test_it_is_up_when_all_answer_and_a_second_up_does_nothing(laptop):
    assert [(status.service.name, status.word) for status in laptop.status()] == [(name, "healthy") for name in ALL]
    assert laptop.up() == []
    assert laptop.is_up()


def test_nothing_listens_beyond_this_machine(laptop):
    invoke(laptop, make_function(laptop), {})
    pids = {process.pid for process in left_behind(laptop.folder)}
    assert {process_of(laptop, name) for name in ALL} < pids
    assert listening_sockets(pids) == {"0100007F"}


def test_a_function_is_part_of_the_stack_and_leaves_with_it(new_laptop):
    new_laptop.up()
    _, answer = invoke(new_laptop, make_function(new_laptop), {})
    assert answer["process"] in {process.pid for process in left_behind(new_laptop.folder)}
    assert new_laptop.down() == ALL
    assert left_behind(new_laptop.folder) == []
    assert [status.word for status in new_laptop.status()] == ["not running"] * 3
    assert new_laptop.down() == []


def test_a_port_in_use_is_named_with_its_owner_and_nothing_is_started(new_laptop):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", new_laptop.ports.step_functions))
        taken.listen()
        with pytest.raises(PortInUseError) as error:
            new_laptop.up()
    message = str(error.value)
    assert (
        f"Port {new_laptop.ports.step_functions} of 127.0.0.1, for step-functions, is taken by process {os.getpid()} (" in message
    )
    assert "LOCAL_PORT_BASE=" in message
    assert left_behind(new_laptop.folder) == []
    assert is_free(new_laptop.ports.ministack)


def test_a_stack_that_can_not_move_stays_where_it_is(new_laptop):
    new_laptop.up()
    moved = Laptop(new_laptop.folder, free_ports(), new_laptop.said.append)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", moved.ports.model))
        taken.listen()
        with pytest.raises(PortInUseError, match=f"Port {moved.ports.model} of 127.0.0.1, for model, is taken by"):
            moved.up()
    assert new_laptop.is_up()
    assert new_laptop.said == []


def test_a_stack_moves_to_ports_of_which_it_holds_some_already(new_laptop):
    new_laptop.ports = next(ports for ports in iter(free_ports, None) if is_free(ports.base + 4))
    new_laptop.up()
    moved = Laptop(new_laptop.folder, Ports(new_laptop.ports.base + 1), new_laptop.said.append)
    assert moved.up() == ALL
    assert new_laptop.said == [f"The stack moves from port {new_laptop.ports.base} to {moved.ports.base}."]
    assert moved.is_up()
    assert is_free(new_laptop.ports.ministack)


def test_an_engine_that_died_is_started_anew_alone_and_knows_its_state_machines(new_laptop):
    new_laptop.up()
    others = (process_of(new_laptop, "ministack"), process_of(new_laptop, "model"))
    state = new_laptop.folder / "step_functions" / "state_machines.json"
    state.write_text("[]")
    kill(process_of(new_laptop, "step-functions"))
    assert [status.word for status in new_laptop.status()] == ["healthy", "not running", "healthy"]
    assert new_laptop.up() == ["step-functions"]
    assert new_laptop.said[0].startswith(
        "step-functions has stopped working. Its last words:\n  | Step Functions on http://127.0.0.1:"
    )
    assert (process_of(new_laptop, "ministack"), process_of(new_laptop, "model")) == others
    assert state.exists()


def test_a_service_whose_code_has_changed_is_started_anew(new_laptop, monkeypatch):
    new_laptop.up()
    before = {name: process_of(new_laptop, name) for name in ALL}
    there = new_laptop.services
    monkeypatch.setattr(Laptop, "services", {**there, "step-functions": replace(there["step-functions"], code="newer")})
    assert new_laptop.up() == ["step-functions"]
    assert new_laptop.said == ["step-functions runs older code than there is now: starting it anew."]
    assert {name for name in ALL if process_of(new_laptop, name) != before[name]} == {"step-functions"}
    assert new_laptop.up() == []


def test_mock_services_run_as_long_as_a_tool_needs_them(new_laptop):
    assert new_laptop.up() == ALL
    new_laptop.beside = frozenset({"mock-services"})
    assert not new_laptop.is_up()
    assert new_laptop.up() == ["mock-services"]
    # Another command on the same stack knows of it by what is recorded.
    other = Laptop(new_laptop.folder, new_laptop.ports)
    with_them = [(name, "healthy") for name in (*ALL, "mock-services")]
    assert [(status.service.name, status.word) for status in other.status()] == with_them
    assert other.up() == []
    assert [status.service.name for status in other.status()] == ALL
    assert is_free(new_laptop.ports.mock_services)


def test_with_ministack_goes_what_was_deployed_to_it(new_laptop):
    new_laptop.up()
    client("s3", new_laptop).create_bucket(Bucket="deployed")
    for name in ("pulumi-state", "step_functions"):
        (new_laptop.folder / name).mkdir(exist_ok=True)
        (new_laptop.folder / name / "state_machines.json").write_text("[]")
    kill(process_of(new_laptop, "ministack"))
    assert new_laptop.up() == ALL
    assert not (new_laptop.folder / "pulumi-state").exists()
    assert not (new_laptop.folder / "step_functions" / "state_machines.json").exists()
    assert client("s3", new_laptop).list_buckets()["Buckets"] == []


def test_a_service_that_hangs_is_replaced(new_laptop, monkeypatch):
    monkeypatch.setattr("local.process.GRACE_SECONDS", 0.5)
    monkeypatch.setattr("local.laptop.BUSY_SECONDS", 1.0)
    new_laptop.up()
    hanging = process_of(new_laptop, "model")
    os.kill(hanging, signal.SIGSTOP)
    assert [status.word for status in new_laptop.status()] == ["healthy", "healthy", "does not answer"]
    assert new_laptop.why_down() == "The laptop stack isn't up: model does not answer"
    # SIGTERM waits in vain for a process that is stopped; what ends it is the SIGKILL after it.
    assert new_laptop.up() == ["model"]
    assert process_of(new_laptop, "model") != hanging


def test_a_service_that_ends_at_once_is_shown_with_its_last_words_and_the_rest_is_stopped(new_laptop, monkeypatch):
    there = new_laptop.services
    broken = replace(there["model"], command=("sh", "-c", "echo no luck; exit 3"))
    monkeypatch.setattr(Laptop, "services", {**there, "model": broken})
    with pytest.raises(ServiceFailedError) as error:
        new_laptop.up()
    assert str(error.value).startswith("model ended right after its start. The end of ")
    assert str(error.value).endswith("  | no luck")
    assert left_behind(new_laptop.folder) == []


def test_a_record_of_processes_that_are_others_by_now_hurts_nobody(new_laptop):
    new_laptop.folder.mkdir()
    record = {"port_base": new_laptop.ports.base, "processes": {name: {"pid": os.getpid(), "started": "1"} for name in ALL}}
    (new_laptop.folder / "processes.json").write_text(json.dumps(record))
    assert [status.word for status in new_laptop.status()] == ["not running"] * 3
    assert new_laptop.down() == []


def test_a_damaged_record_is_as_good_as_none(new_laptop):
    new_laptop.folder.mkdir()
    (new_laptop.folder / "processes.json").write_text('{"port_ba')
    assert [status.word for status in new_laptop.status()] == ["not running"] * 3


def test_two_ups_at_once_start_one_stack(new_laptop):
    twin = Laptop(new_laptop.folder, new_laptop.ports, new_laptop.said.append)
    started = []
    threads = [threading.Thread(target=lambda one=one: started.append(one.up())) for one in (new_laptop, twin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [[], ALL]
    assert new_laptop.said == ["Another `up` or `down` is at work: waiting for it."]
