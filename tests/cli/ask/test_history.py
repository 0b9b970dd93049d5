import itertools
import json

import boto3
import pytest

from cli.ask.history import PAGE, History, pauses

CHAIN = 100


@pytest.fixture
def client(engine, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return boto3.client("stepfunctions", region_name="us-east-1", endpoint_url=engine)


def test_every_event_is_read_once_and_in_order_over_many_pages_and_looks(client):
    arn = waits_then_ends(client)
    history = History(client, arn)
    seen: list[int] = []
    pages = 0
    while "end" not in seen:
        for events in history.new_events():
            pages += 1
            seen += [event["id"] for event in events]
            if events[-1]["type"] == "ExecutionSucceeded":
                seen.append("end")

    assert seen[:-1] == list(range(1, len(seen)))
    assert len(seen) > 2 * PAGE
    assert pages > 2
    assert list(history.new_events()) == []


def test_a_look_reads_no_more_than_the_last_page_again(client):
    history = History(client, waits_then_ends(client))
    asked: list[str | None] = []
    client.meta.events.register(
        "provide-client-params.stepfunctions.GetExecutionHistory", lambda params, **_: asked.append(params.get("nextToken"))
    )
    while not any(events[-1]["type"] == "ExecutionSucceeded" for events in history.new_events()):
        pass

    assert asked.count(None) < len(asked)
    asked.clear()
    list(history.new_events())
    assert len(asked) == 1
    assert asked[0] is not None


def test_a_token_that_has_expired_loses_nothing(client):
    history = History(client, waits_then_ends(client))
    while not any(events[-1]["type"] == "ExecutionSucceeded" for events in history.new_events()):
        pass
    history._page_token = "expired"

    assert list(history.new_events()) == []


def test_pauses_grow_to_two_seconds():
    times = list(itertools.islice(pauses(), 10))

    assert times[0] == 0.2
    assert times == sorted(times)
    assert times[-1] == 2.0


def waits_then_ends(client) -> str:
    """A run of more than two pages of events, of which some come later."""
    names = [f"Pass {number}" for number in range(CHAIN)]
    states = {name: {"Type": "Pass", "Next": following} for name, following in itertools.pairwise([*names, "Wait"])}
    states |= {"Wait": {"Type": "Wait", "Seconds": 1, "Next": "End"}, "End": {"Type": "Succeed"}}
    machine = client.create_state_machine(
        name="chain", definition=json.dumps({"StartAt": names[0], "States": states}), roleArn="arn:aws:iam::000000000000:role/none"
    )
    return client.start_execution(stateMachineArn=machine["stateMachineArn"], name="run", input="{}")["executionArn"]
