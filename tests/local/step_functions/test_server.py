"""The engine over HTTP, as boto3 sees it."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.local.step_functions.test_states import machine, types

ROLE = "arn:aws:iam::000000000000:role/any"
PASS = machine("A", A={"Type": "Pass", "Output": "{% $states.input %}", "End": True})
WAIT = machine("A", A={"Type": "Wait", "Seconds": 60, "End": True})


def create(client, definition=PASS, name="m", **fields) -> str:
    return client.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE, **fields)["stateMachineArn"]


def ended(client, execution: str) -> dict:
    while (found := client.describe_execution(executionArn=execution))["status"] == "RUNNING":
        time.sleep(0.01)
    return found


def code(call, **arguments) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_a_state_machine_is_made_described_changed_listed_and_deleted(engine):
    client = engine()
    arn = create(client, tags=[{"key": "a", "value": "1"}], tracingConfiguration={"enabled": True})
    assert arn == "arn:aws:states:us-east-1:000000000000:stateMachine:m"
    found = client.describe_state_machine(stateMachineArn=arn)
    assert (found["name"], found["status"], found["type"], found["roleArn"]) == ("m", "ACTIVE", "STANDARD", ROLE)
    assert (json.loads(found["definition"]), found["tracingConfiguration"]) == (PASS, {"enabled": True})
    changed = client.update_state_machine(stateMachineArn=arn, definition=json.dumps(WAIT))
    found_again = client.describe_state_machine(stateMachineArn=arn)
    assert json.loads(found_again["definition"]) == WAIT
    assert found_again["revisionId"] == changed["revisionId"] != found["revisionId"]
    assert [one["stateMachineArn"] for one in client.list_state_machines()["stateMachines"]] == [arn]
    client.delete_state_machine(stateMachineArn=arn)
    assert client.list_state_machines()["stateMachines"] == []
    assert code(client.describe_state_machine, stateMachineArn=arn)[0] == "StateMachineDoesNotExist"


def test_tags_are_added_and_removed(engine):
    client = engine()
    arn = create(client, tags=[{"key": "a", "value": "1"}])
    client.tag_resource(resourceArn=arn, tags=[{"key": "b", "value": "2"}])
    client.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "b", "value": "2"}]


def test_a_state_machine_has_no_versions_because_nothing_publishes_any(engine):
    client = engine()
    assert client.list_state_machine_versions(stateMachineArn=create(client))["stateMachineVersions"] == []
    with pytest.raises(client.exceptions.StateMachineDoesNotExist):
        client.list_state_machine_versions(stateMachineArn="arn:aws:states:us-east-1:000000000000:stateMachine:none")


def test_creating_again_is_idempotent_and_with_another_definition_refused(engine):
    client = engine()
    assert create(client) == create(client)
    definition = json.dumps(WAIT)
    assert code(client.create_state_machine, name="m", definition=definition, roleArn=ROLE)[0] == "StateMachineAlreadyExists"


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        ("{", "INVALID_JSON_DESCRIPTION"),
        ('{"a": NaN}', "NaN isn't JSON"),
        ("[]", "a state machine is an object"),
        ('{"StartAt": "A", "States": {"A": {"Type": "Nothing"}}}', "SCHEMA_VALIDATION_FAILED"),
        ('{"StartAt": "B", "States": {"A": {"Type": "Pass", "End": true}}}', "Missing 'Next' target: B at /StartAt"),
        (
            json.dumps(machine("A", A={"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "C"}]})),
            "Missing 'Next' target: C at /States/A/Choices[0]/Next",
        ),
        (
            json.dumps(machine("A", A={"Type": "Pass", "Output": {"x": "{% $a ?? 1 %}"}, "End": True})),
            "at /States/A/Output/x",
        ),
        (
            json.dumps(machine("A", A={"Type": "Pass", "InputPath": "$.a", "End": True})),
            "The field 'InputPath' is not supported when QueryLanguage is JSONata at /States/A/InputPath",
        ),
    ],
)
def test_a_wrong_definition_is_refused_and_the_place_is_named(engine, definition, why):
    client = engine()
    kind, message = code(client.create_state_machine, name="m", definition=definition, roleArn=ROLE)
    assert kind == "InvalidDefinition"
    assert why in message
    found = client.validate_state_machine_definition(definition=definition)
    assert found["result"] == "FAIL"
    assert why in " at ".join(
        (found["diagnostics"][0]["code"], found["diagnostics"][0]["message"], found["diagnostics"][0]["location"])
    )


def test_a_good_definition_is_valid(engine):
    assert engine().validate_state_machine_definition(definition=json.dumps(PASS))["diagnostics"] == []


def test_an_execution_is_started_described_and_its_history_read(engine):
    client = engine()
    arn = create(client)
    started = client.start_execution(stateMachineArn=arn, name="one", input='{"q": "日本"}')
    assert started["executionArn"] == "arn:aws:states:us-east-1:000000000000:execution:m:one"
    found = ended(client, started["executionArn"])
    assert (found["status"], found["input"], json.loads(found["output"])) == ("SUCCEEDED", '{"q": "日本"}', {"q": "日本"})
    assert found["startDate"] <= found["stopDate"]
    events = client.get_execution_history(executionArn=started["executionArn"])["events"]
    assert types(events) == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
    assert [event["id"] for event in events] == [1, 2, 3, 4]
    assert events[0]["timestamp"] <= events[3]["timestamp"]
    assert events[3]["executionSucceededEventDetails"]["output"] == '{"q":"\\u65e5\\u672c"}'


def test_history_comes_in_pages_and_backwards(engine):
    client = engine()
    execution = client.start_execution(stateMachineArn=create(client))["executionArn"]
    ended(client, execution)
    page = client.get_execution_history(executionArn=execution, maxResults=3, reverseOrder=True)
    assert [event["id"] for event in page["events"]] == [4, 3, 2]
    rest = client.get_execution_history(executionArn=execution, maxResults=3, reverseOrder=True, nextToken=page["nextToken"])
    assert [event["id"] for event in rest["events"]] == [1]
    assert "nextToken" not in rest
    bare = client.get_execution_history(executionArn=execution, includeExecutionData=False)["events"]
    assert "output" not in bare[3].get("executionSucceededEventDetails", {})
    assert code(client.get_execution_history, executionArn=execution, nextToken="nonsense")[0] == "InvalidToken"


def test_stopping_ends_a_run_at_once(engine):
    client = engine()
    execution = client.start_execution(stateMachineArn=create(client, WAIT))["executionArn"]
    client.stop_execution(executionArn=execution, error="Enough", cause="by hand")
    found = client.describe_execution(executionArn=execution)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Enough", "by hand")
    last = client.get_execution_history(executionArn=execution, reverseOrder=True)["events"][0]
    assert (last["type"], last["executionAbortedEventDetails"]) == ("ExecutionAborted", {"error": "Enough", "cause": "by hand"})
    assert client.stop_execution(executionArn=execution)["stopDate"] == found["stopDate"]


def test_executions_are_listed_newest_first_and_by_status(engine):
    client = engine()
    arn = create(client, WAIT)
    first, second = (client.start_execution(stateMachineArn=arn, name=name)["executionArn"] for name in ("first", "second"))
    client.stop_execution(executionArn=first)
    assert [one["name"] for one in client.list_executions(stateMachineArn=arn)["executions"]] == ["second", "first"]
    assert [one["name"] for one in client.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]] == ["second"]
    client.stop_execution(executionArn=second)


def test_the_name_of_a_run_is_used_once(engine):
    client = engine()
    arn = create(client, WAIT)
    first = client.start_execution(stateMachineArn=arn, name="one", input="{}")
    again = client.start_execution(stateMachineArn=arn, name="one", input="{}")
    assert (first["executionArn"], first["startDate"]) == (again["executionArn"], again["startDate"])
    assert code(client.start_execution, stateMachineArn=arn, name="one", input="1")[0] == "ExecutionAlreadyExists"
    client.stop_execution(executionArn=first["executionArn"])
    assert code(client.start_execution, stateMachineArn=arn, name="one", input="{}")[0] == "ExecutionAlreadyExists"


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({"input": "{"}, "InvalidExecutionInput"),
        ({"input": '{"a": NaN}'}, "InvalidExecutionInput"),
        ({"input": "[-Infinity]"}, "InvalidExecutionInput"),
        ({"input": '"' + "x" * 262_143 + '"'}, "ValidationException"),
        ({"name": "with space"}, "InvalidName"),
        ({"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:none"}, "StateMachineDoesNotExist"),
    ],
)
def test_a_wrong_start_is_refused(engine, arguments, kind):
    client = engine()
    assert code(client.start_execution, **{"stateMachineArn": create(client)} | arguments)[0] == kind


def test_an_operation_that_the_engine_lacks_says_so(engine):
    kind, message = code(engine().create_activity, name="a")
    assert kind == "UnknownOperationException"
    assert message.startswith("CreateActivity: not one of CreateStateMachine, ")


def test_a_change_does_not_reach_a_run_that_goes_on(engine):
    client = engine()
    arn = create(client, WAIT)
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    client.update_state_machine(stateMachineArn=arn, definition=json.dumps(PASS))
    assert json.loads(client.describe_state_machine_for_execution(executionArn=execution)["definition"]) == WAIT
    client.stop_execution(executionArn=execution)


def test_a_new_engine_knows_the_state_machines_and_the_runs_of_the_old_one(engine, tmp_path):
    client = engine()
    arn = create(client, tags=[{"key": "a", "value": "1"}])
    execution = client.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    before = ended(client, execution)
    events = client.get_execution_history(executionArn=execution)["events"]
    saved(tmp_path)
    client = engine()
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "a", "value": "1"}]
    after = client.describe_execution(executionArn=execution)
    assert {**after, "ResponseMetadata": None} == {**before, "ResponseMetadata": None}
    assert client.get_execution_history(executionArn=execution)["events"] == events
    assert code(client.start_execution, stateMachineArn=arn, name="one")[0] == "ExecutionAlreadyExists"


def test_a_new_engine_finds_the_run_of_an_older_one_that_named_its_file_after_the_run(engine, tmp_path):
    client = engine()
    execution = client.start_execution(stateMachineArn=create(client), name="one")["executionArn"]
    ended(client, execution)
    events = client.get_execution_history(executionArn=execution)["events"]
    file = saved(tmp_path)
    file.rename(file.with_name("one.json"))
    assert engine().get_execution_history(executionArn=execution)["events"] == events


def test_runs_with_the_longest_names_and_with_names_that_differ_in_capitals_are_kept_apart(engine):
    client = engine()
    arn = create(client)
    names = ["Run", "run", "..", chr(0x1F600) * 80]
    for name in names:
        ended(client, client.start_execution(stateMachineArn=arn, name=name, input=json.dumps(name))["executionArn"])
    client = engine()
    found = {
        run["name"]: client.describe_execution(executionArn=run["executionArn"])
        for run in client.list_executions(stateMachineArn=arn)["executions"]
    }
    assert {name: json.loads(one["input"]) for name, one in found.items()} == {name: name for name in names}


def test_a_run_that_the_engine_was_stopped_in_is_shown_as_aborted(engine):
    client = engine()
    execution = client.start_execution(stateMachineArn=create(client, WAIT), name="one")["executionArn"]
    stopped = time.time()
    client = engine()
    found = client.describe_execution(executionArn=execution)
    assert (found["status"], found["error"]) == ("ABORTED", "EngineStopped")
    assert found["stopDate"].timestamp() >= stopped
    assert found["cause"] == "Step Functions on the laptop was stopped during this execution."
    last = client.get_execution_history(executionArn=execution, reverseOrder=True)["events"][0]
    assert (last["type"], last["executionAbortedEventDetails"]["error"]) == ("ExecutionAborted", "EngineStopped")


def saved(folder):
    """Return the file of the only run's record, which is written right after its end. A half-written one may lie beside it."""
    [file] = (folder / "step_functions" / "executions" / "m").glob("*.json")
    while json.loads(file.read_text())["describe"]["status"] == "RUNNING":
        time.sleep(0.01)
    return file
