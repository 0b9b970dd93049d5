"""The probe tells the truth: where nothing keeps it in it reaches what there is, and it never prints a value."""

import json
import os
import subprocess
import sys

import pytest

from cli.verify.deployed import CALLS, PROBE
from tests.attacks.python_attacks import attacked

VALUE = "the-value-itself"


def text_of(call: str) -> str:
    return f"{PROBE.read_text('utf-8')}\n\nimport json\nprint(json.dumps({call}()))\n"


@pytest.fixture(scope="module")
def free(tmp_path_factory) -> tuple[dict, str]:
    """What it finds as a process that nothing keeps in, with secrets in its environment."""
    environment = {"PATH": os.environ["PATH"], "AWS_SECRET_ACCESS_KEY": VALUE, "MY_API_KEY": VALUE, "HARMLESS": VALUE}
    folder = tmp_path_factory.mktemp("probe")
    done = subprocess.run(
        [sys.executable, "-c", text_of(CALLS[0])], env=environment, cwd=folder, capture_output=True, text=True, check=True
    )
    left = json.loads(
        subprocess.run([sys.executable, "-c", text_of(CALLS[1])], cwd=folder, capture_output=True, text=True, check=True).stdout
    )
    return json.loads(done.stdout) | left, done.stdout


def test_credentials_are_found_by_name_and_no_value_is_printed(free):
    found, text = free
    assert found["credentials"] == ["AWS_SECRET_ACCESS_KEY", "MY_API_KEY"]
    assert {"AWS_SECRET_ACCESS_KEY", "MY_API_KEY"} <= set(found["credentials_of_processes"])
    assert "HARMLESS" in found["variables"]
    assert VALUE not in text


def test_what_nothing_forbids_is_seen_to_be_possible(free):
    found, _ = free
    assert (found["fork"], found["signal_to_parent"], found["seccomp"], found["no_new_privileges"]) == ("done", "done", 0, 0)
    assert found["writes"]["the system's /tmp"] == found["writes"]["the working directory"] == "written"
    assert found["left"]["the system's /tmp"] is found["left"]["the working directory"] is True
    assert found["processes"] > 1
    assert found["left"]["a process"] is True


def test_what_was_left_is_removed(free, tmp_path):
    again = subprocess.run([sys.executable, "-c", text_of(CALLS[1])], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(again.stdout)["left"]["the system's /tmp"] is False


@pytest.mark.attack("python")
def test_where_a_models_code_runs_it_reaches_nothing(sandbox_package):
    with attacked(sandbox_package) as sandbox:
        answer = sandbox.run(text_of(CALLS[0]))
        if answer["lacks"]:
            pytest.skip(f"this kernel lacks {', '.join(answer['lacks'])}")
        left = json.loads(sandbox.run(text_of(CALLS[1]))["stdout"])["left"]
    found = json.loads(answer["stdout"])
    assert (answer["error"], found["credentials"]) == (None, [])
    assert not isinstance(found["credentials_of_processes"], list) or found["credentials_of_processes"] == []
    assert {outcome for part in found["reach"].values() for outcome in part.values()} == {"refused: EPERM"}
    assert set(found["names"].values()) == {"refused: EPERM"}
    assert found["fork"].startswith("refused: ")
    assert found["signal_to_parent"].startswith("refused: ")
    assert [where for where, there in left.items() if there is True] == []
