"""A tool's task as the state machine of an agent has it, on the laptop stack: what hangs ends first, and is counted."""

import json
import time
import uuid

import pytest

from components.state_machines.render import render
from tests.components.loop import agent, tool
from tests.local.conftest import client
from tests.local.step_functions.functions import LAMBDA, allow, make_function, make_role
from tests.local.step_functions.test_roles import outcome
from tests.local.step_functions.test_states import machine

FUNCTION_SECONDS = 2


def run_of_a_tool(laptop, retries, event):
    """What is left of a tool use whose function ends after two seconds. `event` is what the function gets."""
    bucket = f"bucket-{uuid.uuid4().hex[:8]}"
    client("s3", laptop).create_bucket(Bucket=bucket)
    function = make_function(laptop, allow("s3:PutObject", f"arn:aws:s3:::{bucket}/*"), timeout=FUNCTION_SECONDS)
    name = f"{LAMBDA}:{function}"
    declared = agent(tool("look", timeout_seconds=FUNCTION_SECONDS, retries=retries))
    tools = declared.tool_args({"function-of-look": {"arn": name}})
    states = render(declared, f"{LAMBDA}:call-llm", tools, "data")["States"]["Use tools"]["ItemProcessor"]["States"]
    states["look"]["Arguments"]["Payload"] = {"count_in": bucket, "put": [bucket, "written"], **event}
    states["look"]["Catch"][-1]["Assign"]["call_id"] = "toolu_1"
    states["look"]["Output"] = "{% $states.result.Payload %}"
    role = make_role(laptop, "states.amazonaws.com", allow("lambda:InvokeFunction", name))
    done = outcome(
        client("stepfunctions", laptop),
        role,
        machine("look", **{name: states[name] for name in ("look", "Tool failed", "Refuse call")}),
    )
    return bucket, done


def keys_in(laptop, bucket):
    return [found["Key"].partition("-")[0] for found in client("s3", laptop).list_objects_v2(Bucket=bucket).get("Contents", [])]


@pytest.mark.parametrize("retries", [0, 1])
def test_a_tool_that_hangs_ends_before_the_state_machine_gives_up_and_writes_nothing_afterwards(laptop, retries):
    bucket, done = run_of_a_tool(laptop, retries, {"id": "toolu_1", "work": FUNCTION_SECONDS + 1.5})
    ended_at = time.monotonic()
    result = json.loads(done["output"])
    assert (done["status"], result["is_error"]) == ("SUCCEEDED", True)
    # Lambda's own error: the state machine would have waited for 30 seconds more.
    assert result["content"] == "Sandbox.Timedout: Task timed out after 2.00 seconds"
    # By now the last call would have written, had it gone on.
    time.sleep(max(0, 2 - (time.monotonic() - ended_at)))
    assert keys_in(laptop, bucket) == ["call"] * (1 + retries)


def test_a_tool_that_wrote_and_then_crashed_is_called_once(laptop):
    bucket, done = run_of_a_tool(laptop, 0, {"id": "toolu_1", "work": 0, "raise": "BrokenError"})
    assert json.loads(done["output"])["content"] == "BrokenError: as told"
    assert sorted(keys_in(laptop, bucket)) == ["call", "written"]


def test_a_child_of_a_tool_that_hangs_ends_with_it_even_if_nobody_listens_to_a_request_to_end(laptop, tmp_path):
    written = tmp_path / "written"
    event = {"id": "toolu_1", "work": FUNCTION_SECONDS + 1, "child_writes": str(written)}
    bucket, done = run_of_a_tool(laptop, 0, event)
    assert json.loads(done["output"])["content"].startswith("Sandbox.Timedout: ")
    time.sleep(1.5)
    assert not written.exists()
    assert keys_in(laptop, bucket) == ["call"]
