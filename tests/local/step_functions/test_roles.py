"""Tasks run under the state machine's role, on a MiniStack that enforces IAM; and so do calls of the engine itself."""

import json
import time
import uuid

import pytest
from botocore.exceptions import ClientError

from local.loopback_server import LoopbackServer, Received, Response
from tests.local.conftest import client
from tests.local.step_functions.functions import ACCOUNT, LAMBDA, STATES, allow, invoke, make_function, make_role
from tests.local.step_functions.test_server import ended
from tests.local.step_functions.test_states import machine, task

CHILD = machine("A", A={"Type": "Pass", "Output": {"got": "{% $states.input %}"}, "End": True})

RULE = f"arn:aws:events:us-east-1:{ACCOUNT}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"
MANAGED_RULE = allow(["events:PutTargets", "events:PutRule", "events:DescribeRule"], RULE)
"""The rule by which Step Functions hears of the end of runs."""


@pytest.fixture(scope="module")
def states(laptop):
    return client("stepfunctions", laptop)


def make_machine(states, role: str, definition: dict) -> str:
    name = f"machine-{uuid.uuid4().hex[:8]}"
    return states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)["stateMachineArn"]


def outcome(states, role: str, definition: dict) -> dict:
    arn = make_machine(states, role, definition)
    return ended(states, states.start_execution(stateMachineArn=arn, input='{"q": "日本"}')["executionArn"])


def call(function: str, payload: object) -> dict:
    return machine("A", A=task(f"{LAMBDA}:{function}", payload, Output="{% $states.result.Payload %}", End=True))


@pytest.mark.attack("iam")
def test_a_role_may_invoke_the_functions_in_its_policy_and_no_others(laptop, states):
    allowed, other = make_function(laptop), make_function(laptop)
    role = make_role(laptop, "states.amazonaws.com", allow("lambda:InvokeFunction", f"{LAMBDA}:{allowed}"))
    done = outcome(states, role, call(allowed, "{% $states.input %}"))
    assert json.loads(done["output"])["event"] == {"q": "日本"}
    denied = outcome(states, role, call(other, {}))
    assert (denied["status"], denied["error"]) == ("FAILED", "Lambda.AWSLambdaException")
    name = role.rpartition("/")[2]
    assert denied["cause"].startswith(f"User: arn:aws:sts::000000000000:assumed-role/{name}/states-")
    assert "is not authorized to perform: lambda:InvokeFunction" in denied["cause"]


def test_the_type_of_a_functions_error_arrives(laptop, states):
    function = make_function(laptop)
    role = make_role(laptop, "states.amazonaws.com", allow("lambda:InvokeFunction", f"{LAMBDA}:{function}"))
    done = outcome(states, role, call(function, {"raise": "LLMRateLimited"}))
    assert (done["error"], json.loads(done["cause"])["errorMessage"]) == ("LLMRateLimited", "as told")


@pytest.mark.attack("iam")
def test_a_role_that_step_functions_may_not_assume_is_refused(laptop, states):
    for role in (make_role(laptop, "lambda.amazonaws.com"), "arn:aws:iam::000000000000:role/none"):
        with pytest.raises(ClientError) as error:
            make_machine(states, role, CHILD)
        assert error.value.response["Error"]["Code"] == "AccessDeniedException"


@pytest.mark.attack("iam")
def test_a_role_runs_only_the_state_machine_and_the_account_that_it_trusts(laptop, states):
    function = make_function(laptop)
    own = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:"

    def role_for(account: str, *machines: str) -> str:
        only_if = {"StringEquals": {"aws:SourceAccount": account}, "ArnLike": {"aws:SourceArn": list(machines)}}
        return make_role(laptop, "states.amazonaws.com", allow("lambda:InvokeFunction", f"{LAMBDA}:{function}"), only_if=only_if)

    done = outcome(states, role_for(ACCOUNT, f"{own}machine-*"), call(function, "{% $states.input %}"))
    assert (done["status"], json.loads(done["output"])["event"]) == ("SUCCEEDED", {"q": "日本"})
    for role in (role_for(ACCOUNT, f"{own}another"), role_for("111122223333", f"{own}machine-*")):
        with pytest.raises(ClientError) as error:
            make_machine(states, role, CHILD)
        assert error.value.response["Error"]["Code"] == "AccessDeniedException"


def test_other_services_are_called_under_the_role_too(laptop, states):
    bucket = f"bucket-{uuid.uuid4().hex[:8]}"
    storage = client("s3", laptop)
    storage.create_bucket(Bucket=bucket)
    role = make_role(laptop, "states.amazonaws.com", allow("s3:PutObject", f"arn:aws:s3:::{bucket}/mine/*"))

    def put(key: str) -> dict:
        arguments = {"Bucket": bucket, "Key": key, "Body": "{% $states.input %}"}
        done = outcome(
            states,
            role,
            machine(
                "A", A={"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:putObject", "Arguments": arguments, "End": True}
            ),
        )
        return done

    assert put("mine/a")["status"] == "SUCCEEDED"
    assert json.loads(storage.get_object(Bucket=bucket, Key="mine/a")["Body"].read()) == {"q": "日本"}
    assert "is not authorized to perform: s3:PutObject" in put("other/a")["cause"]


@pytest.mark.parametrize("pattern", ["", ".sync", ".sync:2"])
def test_a_state_machine_starts_another_one_and_waits_for_it(laptop, states, pattern):
    child = make_machine(states, make_role(laptop, "states.amazonaws.com"), CHILD)
    execution = child.replace("stateMachine", "execution")
    role = make_role(
        laptop,
        "states.amazonaws.com",
        allow("states:StartExecution", child),
        allow(["states:DescribeExecution", "states:StopExecution"], f"{execution}:*"),
        *([MANAGED_RULE] if pattern else []),
    )
    start = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::states:startExecution{pattern}",
        "Arguments": {"StateMachineArn": child, "Input": {"n": 1}},
        "End": True,
    }
    done = outcome(states, role, machine("A", A=start))
    assert done["status"] == "SUCCEEDED", done
    output = json.loads(done["output"])
    assert output["ExecutionArn"].startswith(execution)
    expected = {"": None, ".sync": '{"got": {"n": 1}}', ".sync:2": {"got": {"n": 1}}}
    assert output.get("Output") == expected[pattern]


@pytest.mark.attack("iam")
def test_a_role_waits_for_runs_only_if_it_may_be_told_of_their_end_and_starts_its_own_alone(laptop, states):
    child, other = (make_machine(states, make_role(laptop, "states.amazonaws.com"), CHILD) for _ in range(2))

    def waits_for(machine_arn: str) -> dict:
        arguments = {"StateMachineArn": machine_arn, "Input": {}}
        start = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Arguments": arguments, "End": True}
        return machine("A", A=start)

    unheard = make_role(laptop, "states.amazonaws.com", allow("states:*", "*"))
    with pytest.raises(ClientError, match="is not authorized to create managed-rule"):
        make_machine(states, unheard, waits_for(child))
    silent = make_machine(states, unheard, CHILD)
    with pytest.raises(ClientError, match="is not authorized to create managed-rule"):
        states.update_state_machine(stateMachineArn=silent, definition=json.dumps(waits_for(child)))
    role = make_role(laptop, "states.amazonaws.com", allow("states:StartExecution", child), MANAGED_RULE)
    denied = outcome(states, role, waits_for(other))
    assert (denied["status"], denied["error"]) == ("FAILED", "StepFunctions.AWSStepFunctionsException")
    assert "is not authorized to perform: states:StartExecution" in denied["cause"]
    blind = outcome(states, role, waits_for(child))
    assert "is not authorized to perform: states:DescribeExecution" in blind["cause"]


@pytest.mark.parametrize("may_stop", [True, False])
def test_a_run_that_is_stopped_stops_the_run_that_it_waits_for_if_its_role_may(laptop, states, may_stop):
    child = make_machine(
        states, make_role(laptop, "states.amazonaws.com"), machine("A", A={"Type": "Wait", "Seconds": 60, "End": True})
    )
    runs = f"{child.replace('stateMachine', 'execution')}:*"
    watch = ["states:DescribeExecution", *(["states:StopExecution"] if may_stop else [])]
    role = make_role(laptop, "states.amazonaws.com", allow("states:StartExecution", child), allow(watch, runs), MANAGED_RULE)
    arguments = {"StateMachineArn": child, "Input": {}}
    start = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Arguments": arguments, "End": True}
    parent = states.start_execution(stateMachineArn=make_machine(states, role, machine("A", A=start)))["executionArn"]

    def children() -> list:
        return states.list_executions(stateMachineArn=child)["executions"]

    def within(seconds: float, status: str) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if [one["status"] for one in children()] == [status]:
                return True
            time.sleep(0.05)
        return False

    assert within(20, "RUNNING")
    # The task has heard of the run before its parent is stopped.
    events = lambda: [event["type"] for event in states.get_execution_history(executionArn=parent)["events"]]  # noqa: E731
    while "TaskSubmitted" not in events():
        time.sleep(0.05)
    states.stop_execution(executionArn=parent)
    assert within(20 if may_stop else 1, "ABORTED") is may_stop
    if not may_stop:
        states.stop_execution(executionArn=children()[0]["executionArn"])


def keys_of(laptop, role):
    """The credentials of someone who has taken the role, as boto3 takes them."""
    keys = client("sts", laptop).assume_role(RoleArn=role, RoleSessionName="someone")["Credentials"]
    return {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }


@pytest.mark.attack("iam")
def test_who_calls_the_engine_needs_a_policy_and_a_right_signature(laptop, states):
    mine, other = (make_machine(states, make_role(laptop, "states.amazonaws.com"), CHILD) for _ in range(2))
    role = make_role(laptop, "*", allow("states:StartExecution", mine))
    keys = keys_of(laptop, role)
    url = laptop.services["step-functions"].url
    someone = client("stepfunctions", laptop, **keys)
    assert someone.start_execution(stateMachineArn=mine)["executionArn"].startswith(mine.replace("stateMachine", "execution"))
    for refused in (
        lambda: someone.start_execution(stateMachineArn=other),
        lambda: someone.list_state_machines(),
        lambda: someone.delete_state_machine(stateMachineArn=mine),
    ):
        with pytest.raises(ClientError) as error:
            refused()
        assert error.value.response["Error"]["Code"] == "AccessDeniedException"
    forger = client("stepfunctions", url, **keys | {"aws_secret_access_key": "unchecked"})
    with pytest.raises(ClientError) as error:
        forger.start_execution(stateMachineArn=mine)
    assert error.value.response["Error"]["Code"] == "InvalidSignatureException"


@pytest.mark.attack("iam")
def test_a_function_has_the_rights_of_its_own_role_and_nothing_of_the_person(laptop, monkeypatch):
    bucket = f"bucket-{uuid.uuid4().hex[:8]}"
    client("s3", laptop).create_bucket(Bucket=bucket)
    function = make_function(laptop, allow("s3:PutObject", f"arn:aws:s3:::{bucket}/runs/*"))
    _, allowed = invoke(laptop, function, {"put": [bucket, "runs/a"]})
    _, denied = invoke(laptop, function, {"put": [bucket, "packages/a"]})
    assert allowed["put"] == "done"
    assert "is not authorized to perform: s3:PutObject" in denied["put"]
    assert not [name for name in allowed["environment"] if name.endswith("API_KEY")]
    assert allowed["environment"]["AWS_ACCESS_KEY_ID"].startswith("ASIA")


def test_a_function_stays_warm_between_invocations_and_starts_anew_when_it_is_changed(laptop):
    function = make_function(laptop)
    (_, first), (_, second) = invoke(laptop, function, {}), invoke(laptop, function, {})
    assert (first["process"], first["count"], second["count"]) == (second["process"], 1, 2)
    functions = client("lambda", laptop)
    functions.update_function_configuration(FunctionName=function, Environment={"Variables": {"A": "1"}})
    _, third = invoke(laptop, function, {})
    assert (third["count"], third["environment"]["A"]) == (1, "1")
    assert third["process"] != first["process"]


def test_a_function_that_takes_too_long_is_ended(laptop):
    function = make_function(laptop, timeout=1)
    _, before = invoke(laptop, function, {})
    kind, answer = invoke(laptop, function, {"sleep": 30})
    assert (kind, answer["errorType"]) == ("Unhandled", "Sandbox.Timedout")
    _, after = invoke(laptop, function, {})
    assert after["process"] != before["process"]


def test_what_a_function_prints_is_in_its_log_group(laptop):
    function = make_function(laptop)
    invoke(laptop, function, {"who": "the test"})
    logs = client("logs", laptop)
    events = logs.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]
    assert "invocation 1 of the test" in [event["message"] for event in events]


def sdk(resource: str, arguments: dict, **fields: object) -> dict:
    return machine(
        "A", A={"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Arguments": arguments, **fields, "End": True}
    )


@pytest.mark.parametrize(
    ("resource", "arguments", "error"),
    [
        ("aws-sdk:s3:getObject", {"Bucket": "$bucket", "Key": "none"}, "S3.NoSuchKeyException"),
        ("aws-sdk:s3:getObject", {"Bucket": "no-such-bucket-1234", "Key": "none"}, "S3.NoSuchBucketException"),
        ("aws-sdk:sqs:getQueueUrl", {"QueueName": "none"}, "Sqs.QueueDoesNotExistException"),
        ("aws-sdk:dynamodb:getItem", {"TableName": "none", "Key": {"id": {"S": "1"}}}, "DynamoDb.ResourceNotFoundException"),
        ("aws-sdk:sns:getTopicAttributes", {"TopicArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:none"}, "Sns.NotFoundException"),
        ("aws-sdk:secretsmanager:getSecretValue", {"SecretId": "none"}, "SecretsManager.ResourceNotFoundException"),
        ("aws-sdk:ssm:getParameter", {"Name": "/none"}, "Ssm.ParameterNotFoundException"),
        ("aws-sdk:lambda:getFunction", {"FunctionName": "none"}, "Lambda.ResourceNotFoundException"),
        ("aws-sdk:sfn:describeStateMachine", {"StateMachineArn": f"{STATES}:none"}, "Sfn.StateMachineDoesNotExistException"),
    ],
)
def test_the_errors_of_services_have_the_names_that_aws_gives_them(laptop, states, resource, arguments, error):
    if arguments.get("Bucket") == "$bucket":
        arguments = arguments | {"Bucket": f"bucket-{uuid.uuid4().hex[:8]}"}
        client("s3", laptop).create_bucket(Bucket=arguments["Bucket"])
    role = make_role(laptop, "states.amazonaws.com", allow("*", "*"))
    done = outcome(states, role, sdk(resource, arguments))
    assert (done["status"], done["error"]) == ("FAILED", error), done


def test_a_denied_call_has_the_name_of_its_service(laptop, states):
    done = outcome(states, make_role(laptop, "states.amazonaws.com"), sdk("aws-sdk:sqs:getQueueUrl", {"QueueName": "none"}))
    assert (done["status"], done["error"]) == ("FAILED", "Sqs.SqsException"), done


def test_every_integration_reaches_the_emulator(laptop, states):
    """moto's own clients ask port 5000, where nobody is."""
    bucket, name = f"bucket-{uuid.uuid4().hex[:8]}", f"name-{uuid.uuid4().hex[:8]}"
    storage = client("s3", laptop)
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="rows.json", Body=b'[{"n": 1}, {"n": 2}]')
    topic = client("sns", laptop).create_topic(Name=name)["TopicArn"]
    queue = client("sqs", laptop).create_queue(QueueName=name)["QueueUrl"]
    role = make_role(laptop, "states.amazonaws.com", allow("*", "*"))
    body = {"q": "{% $states.input.q %}"}
    assert outcome(states, role, sdk("sns:publish", {"TopicArn": topic, "Message": body}))["status"] == "SUCCEEDED"
    assert outcome(states, role, sdk("sqs:sendMessage", {"QueueUrl": queue, "MessageBody": body}))["status"] == "SUCCEEDED"
    (message,) = client("sqs", laptop).receive_message(QueueUrl=queue)["Messages"]
    assert json.loads(message["Body"]) == {"q": "日本"}
    event = {"Source": "a.test", "DetailType": "t", "Detail": body}
    put = outcome(states, role, sdk("events:putEvents", {"Entries": [event]}))
    assert (put["status"], json.loads(put["output"])["FailedEntryCount"]) == ("SUCCEEDED", 0)
    rows = {
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Arguments": {"Bucket": bucket, "Key": "rows.json"},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            **machine("I", I={"Type": "Pass", "End": True}),
        },
        "End": True,
    }
    del rows["ItemProcessor"]["QueryLanguage"]
    read = outcome(states, role, machine("A", A=rows))
    assert (read["status"], json.loads(read.get("output", "null"))) == ("SUCCEEDED", [{"n": 1}, {"n": 2}]), read


@pytest.mark.parametrize("send", ["sns", "sqs"])
def test_a_message_with_a_token_waits_for_its_answer(laptop, states, send):
    name = f"name-{uuid.uuid4().hex[:8]}"
    queues = client("sqs", laptop)
    queue = queues.create_queue(QueueName=name)["QueueUrl"]
    body = {"token": "{% $states.context.Task.Token %}"}
    if send == "sns":
        topic = client("sns", laptop).create_topic(Name=name)["TopicArn"]
        accept = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [accept]})
        queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
        client("sns", laptop).subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}")
        asked = sdk("sns:publish.waitForTaskToken", {"TopicArn": topic, "Message": body}, TimeoutSeconds=60)
    else:
        asked = sdk("sqs:sendMessage.waitForTaskToken", {"QueueUrl": queue, "MessageBody": body}, TimeoutSeconds=60)
    arn = make_machine(states, make_role(laptop, "states.amazonaws.com", allow("*", "*")), asked)
    execution = states.start_execution(stateMachineArn=arn)["executionArn"]
    (message,) = queues.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    found = json.loads(message["Body"])
    token = (json.loads(found["Message"]) if send == "sns" else found)["token"]
    function = make_function(laptop, allow("states:SendTaskSuccess", "*"))
    _, answer = invoke(laptop, function, {"succeed": token})
    assert answer["succeed"] == "done"
    done = ended(states, execution)
    assert (done["status"], json.loads(done["output"])) == ("SUCCEEDED", {"said": "done"})


@pytest.mark.attack("iam")
def test_a_function_without_the_right_can_not_answer_a_token(laptop, states):
    _, answer = invoke(laptop, make_function(laptop), {"succeed": "any"})
    assert "is not authorized to perform: states:SendTaskSuccess" in answer["succeed"]


@pytest.mark.attack("iam")
def test_who_makes_a_state_machine_has_to_be_allowed_to_pass_its_role(laptop, states):
    mine, other = (make_role(laptop, "states.amazonaws.com") for _ in range(2))
    builder = make_role(
        laptop, "*", allow(["states:CreateStateMachine", "states:UpdateStateMachine"], "*"), allow("iam:PassRole", mine)
    )
    someone = client("stepfunctions", laptop, **keys_of(laptop, builder))
    arn = make_machine(someone, mine, CHILD)
    someone.update_state_machine(stateMachineArn=arn, definition=json.dumps(CHILD))
    for refused in (
        lambda: make_machine(someone, other, CHILD),
        lambda: someone.update_state_machine(stateMachineArn=arn, roleArn=other),
    ):
        with pytest.raises(ClientError) as error:
            refused()
        assert error.value.response["Error"]["Code"] == "AccessDeniedException"
        assert f"is not authorized to perform: iam:PassRole on resource: {other}" in error.value.response["Error"]["Message"]


class Echo(LoopbackServer):
    """Answers with the headers of the request."""

    NAME = "echo"

    def answer(self, request: Received) -> Response:
        return Response(200, {"key": request.headers.get("x-api-key")})


@pytest.fixture(scope="module")
def echo():
    with Echo().serving() as server:
        yield server.url


@pytest.fixture(scope="module")
def connection(laptop):
    """A connection with an API key, as EventBridge describes it."""
    events = client("events", laptop)
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key", "ApiKeyValue": "hush-hush"}}
    events.create_connection(Name="echo", AuthorizationType="API_KEY", AuthParameters=key)
    return events.describe_connection(Name="echo")


def may_call(endpoint: str, method: str, machine: str = "*") -> dict:
    only_if = {"StringEquals": {"states:HTTPMethod": method}, "StringLike": {"states:HTTPEndpoint": endpoint}}
    return allow("states:InvokeHTTPEndpoint", f"{STATES}:{machine}") | {"Condition": only_if}


def test_no_operation_of_eventbridge_shows_the_credentials_of_a_connection(laptop, connection):
    assert "hush-hush" not in json.dumps(connection, default=str)
    assert connection["AuthParameters"] == {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key"}}
    assert connection["ConnectionArn"].startswith(f"arn:aws:events:us-east-1:{ACCOUNT}:connection/echo/")
    assert ":secret:events!connection/echo/" in connection["SecretArn"]
    secret = client("secretsmanager", laptop).get_secret_value(SecretId=connection["SecretArn"])
    assert json.loads(secret["SecretString"])["api_key_value"] == "hush-hush"


def test_the_secret_of_a_connection_follows_it(laptop):
    events, secrets = client("events", laptop), client("secretsmanager", laptop)
    basic = {"BasicAuthParameters": {"Username": "user", "Password": "first"}}
    arn = events.create_connection(Name="basic", AuthorizationType="BASIC", AuthParameters=basic)["ConnectionArn"]
    there = events.describe_connection(Name="basic")
    basic["BasicAuthParameters"]["Password"] = "second"
    events.update_connection(Name="basic", AuthorizationType="BASIC", AuthParameters=basic)
    assert events.describe_connection(Name="basic")["ConnectionArn"] == arn == there["ConnectionArn"]
    assert '"password": "second"' in secrets.get_secret_value(SecretId=there["SecretArn"])["SecretString"]
    events.deauthorize_connection(Name="basic")
    assert secrets.get_secret_value(SecretId=there["SecretArn"])["SecretString"] == "{}"
    events.delete_connection(Name="basic")
    with pytest.raises(ClientError):
        secrets.get_secret_value(SecretId=there["SecretArn"])


@pytest.mark.attack("iam")
def test_an_http_task_needs_four_permissions_for_its_endpoint_its_method_and_its_connection(laptop, states, echo, connection):
    arn, secret = connection["ConnectionArn"], connection["SecretArn"]
    may = {
        "call": may_call(f"{echo}/v1/*", "GET"),
        "retrieve": allow("events:RetrieveConnectionCredentials", arn),
        "read": allow("secretsmanager:GetSecretValue", secret),
        "describe": allow("secretsmanager:DescribeSecret", secret),
    }

    def attempt(statements: dict, path: str = "/v1/rates", method: str = "GET") -> tuple:
        role = make_role(laptop, "states.amazonaws.com", *statements.values())
        arguments = {"ApiEndpoint": echo + path, "Method": method, "Authentication": {"ConnectionArn": arn}}
        state = {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Arguments": arguments, "End": True}
        done = outcome(states, role, machine("A", A=state))
        assert "hush-hush" not in (done.get("cause") or "")
        return done["status"], done.get("error") or json.loads(done["output"])["ResponseBody"]

    assert attempt(may) == ("SUCCEEDED", {"key": "hush-hush"})
    for other in ({"path": "/v2/rates"}, {"method": "POST"}, {"path": "/v1"}):
        assert attempt(may, **other) == ("FAILED", "States.Http.AccessDenied")
    assert attempt(may | {"call": may_call(f"{echo}/*", "GET", "another")}) == ("FAILED", "States.Http.AccessDenied")
    elsewhere = arn.replace("/echo/", "/other/")
    for wrong in (
        {"retrieve": allow("events:RetrieveConnectionCredentials", elsewhere)},
        {"read": allow("secretsmanager:GetSecretValue", secret + "x")},
        {"describe": allow("secretsmanager:DescribeSecret", secret + "x")},
        {"read": allow("secretsmanager:GetSecretValue", secret) | {"Effect": "Deny"}},
    ):
        assert attempt(may | wrong) == ("FAILED", "Events.ConnectionResource.AccessDenied")
