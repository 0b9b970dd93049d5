"""The whole system once, in the order in which a person meets it: deploy, ask, deploy again, build on it, take it away."""

import io
import json
import re
import sqlite3
import struct
import uuid
import zipfile
from contextlib import closing
from pathlib import Path

import fastjsonschema
import pytest

from tests.end_to_end.conftest import ROOT, Deployed
from tests.local.step_functions.functions import probe_package
from tests.providers.server import ProviderServer
from tests.roles import credentials_of_role, is_refused

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="session")
def database(stack: Deployed, tmp_path_factory) -> sqlite3.Connection:
    """The database as it was deployed, read out of the function's package."""
    s3, bucket = stack.client("s3"), stack.outputs["dataBucket"]
    [key] = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="packages/db-interface/")["Contents"]]
    package = zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read()))
    [name] = [name for name in package.namelist() if name.endswith(".sqlite")]
    path = Path(package.extract(name, tmp_path_factory.mktemp("database")))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


def test_the_outputs_keep_to_their_published_schema(stack):
    schema = json.loads((ROOT / "docs" / "reference" / "stack-outputs.schema.json").read_text())
    outputs = stack.outputs
    fastjsonschema.compile(schema)(outputs)
    assert list(outputs["agents"]) == ["sql"]
    assert outputs["agents"]["sql"]["stateMachineArn"].endswith(":stateMachine:" + outputs["agents"]["sql"]["name"])


def test_an_answer_is_what_the_database_says(stack, database):
    result = stack.ask("Who hit the most home runs in a career?")
    first, last, home_runs = database.execute(
        "SELECT nameFirst, nameLast, SUM(HR) AS total FROM Batting JOIN People USING (playerID) GROUP BY playerID ORDER BY 3 DESC"
    ).fetchone()
    assert (result["status"], result["stop_reason"]) == ("SUCCEEDED", "answered")
    assert f"{first} {last}" in result["output"]["answer"]
    assert str(home_runs) in result["output"]["answer"]
    for query in result["output"]["queries"]:
        assert database.execute(query).fetchall()


def test_a_chart_is_drawn_kept_in_s3_and_fetched(stack, database, tmp_path):
    result = stack.ask("How did home runs per game change from decade to decade? Draw a chart.", "--charts", str(tmp_path))
    [chart] = result["charts"]
    picture = Path(chart["path"]).read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(PNG)
    assert (width >= 400, height >= 300) == (True, True)
    assert tmp_path in Path(chart["path"]).parents
    [kept] = result["output"]["charts"]
    assert kept["bucket"] == stack.outputs["dataBucket"]
    assert kept["key"].startswith("runs/sql/" + result["execution_arn"].rsplit(":", 1)[1] + "/")
    assert "base64" not in json.dumps(result)


def test_a_wrong_column_is_repaired_from_the_error(stack, database):
    result = stack.ask("Who hit the most home runs in a single season?")
    [most] = database.execute("SELECT MAX(total) FROM (SELECT SUM(HR) AS total FROM Batting GROUP BY playerID, yearID)").fetchone()
    [error] = [block["content"] for block in _tool_results(stack, result) if block["is_error"]]
    assert error.startswith("no such column: HomeRuns")
    assert str(most) in result["output"]["answer"]
    assert (result["stop_reason"], result["usage"]["tool_calls"]) == ("answered", 2)


def test_two_tool_calls_of_one_turn_run_at_once(stack):
    result = stack.ask("How do Ted Williams and Joe DiMaggio compare as hitters?")
    assert (result["usage"]["turns"], result["usage"]["tool_calls"]) == (3, 3)
    assert [block["is_error"] for block in _tool_results(stack, result)] == [False, False, False]


def test_a_final_answer_that_breaks_the_schema_is_put_right(stack):
    result = stack.ask("Which team has won the most World Series?")
    [error] = [block["content"] for block in _tool_results(stack, result) if block["is_error"]]
    assert "queries" in error
    assert (result["stop_reason"], list(result["output"])) == ("answered", ["answer", "queries", "charts"])


def test_a_result_too_big_for_the_model_is_in_s3(stack, database):
    result = stack.ask("List every season in which a player hit 40 or more home runs.")
    [link] = [json.loads(b["content"]) for b in _tool_results(stack, result) if '"key"' in b["content"] and "runs/" in b["content"]]
    kept = stack.client("s3").get_object(Bucket=link["bucket"], Key=link["key"])["Body"].read()
    assert len(kept) == link["bytes"]
    [seasons] = database.execute(
        "SELECT COUNT(*) FROM (SELECT 1 FROM Batting GROUP BY playerID, yearID HAVING SUM(HR) >= 40)"
    ).fetchone()
    assert str(seasons) in result["output"]["answer"]


def test_a_long_conversation_is_stored_below_its_agent_and_run_and_goes_on(stack, database):
    """A state machine, the LLM caller and S3 with IAM: more than 96 KiB don't stay in the state."""
    earlier = [{"role": "user", "content": "x" * 120_000}, {"role": "assistant", "content": "What do you want to know?"}]
    given = {"prompt": "Who hit the most home runs in a career?", "messages": earlier}
    states = stack.client("stepfunctions")
    arn = stack.outputs["agents"]["sql"]["stateMachineArn"]
    states.start_execution(stateMachineArn=arn, name="long-one", input=json.dumps(given))
    first = json.loads(stack.agent("follow", "long-one", "--json").stdout)
    assert (first["status"], first["stop_reason"]) == ("SUCCEEDED", "answered")
    stored = json.loads(states.describe_execution(executionArn=first["execution_arn"])["output"])["history"]
    assert stored["key"].startswith("conversations/sql/long-one/")

    second = stack.ask("Who hit the most home runs in a single season?", "--after", "long-one")
    [most] = database.execute("SELECT MAX(total) FROM (SELECT SUM(HR) AS total FROM Batting GROUP BY playerID, yearID)").fetchone()
    assert str(most) in second["output"]["answer"]
    place = json.loads(states.describe_execution(executionArn=second["execution_arn"])["output"])["history"]
    assert place["key"].startswith(f"conversations/sql/{second['execution_arn'].rsplit(':', 1)[1]}/")
    conversation = json.loads(stack.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read())
    assert conversation[:2] == earlier


@pytest.mark.parametrize(
    "question", ["x" * 100_000, "どの選手が一番多くホームランを打ちましたか", 'it\'s "so" \\ {% $states %} $x']
)
def test_a_question_that_the_script_does_not_know_is_answered_with_those_it_knows(stack, question):
    result = stack.ask(question)
    assert result["status"] == "SUCCEEDED"
    assert "Who hit the most home runs in a career?" in result["output"]["answer"]
    assert "ANTHROPIC_API_KEY" in result["output"]["answer"]


def test_an_agent_that_is_not_deployed_is_refused_with_those_that_are(stack):
    done = stack.agent("ask", "poetry", "Why?", check=False)
    assert done.returncode == 2
    assert "poetry" in done.stderr
    assert "sql" in done.stderr


def test_a_second_deployment_changes_nothing(stack):
    done = stack.agent("pulumi", "up", "--yes", "--skip-preview", "--expect-no-changes", "--json")
    assert '"same"' in done.stdout
    assert '"create"' not in done.stdout
    assert '"update"' not in done.stdout


def test_another_provider_is_a_line_of_config_and_no_code(stack):
    """From the Anthropic dialect to OpenAI's and back: the same script answers, on the same state machine."""
    llm = "step-functions-agents:llm.targets[0]"
    with ProviderServer().serving() as server:
        openai = ("--config", f"{llm}.model=openai/scripted", "--config", f"{llm}.apiBase={server.url}/openai/v1")
        preview = json.loads(stack.agent("pulumi", "preview", "--json", "--config-path", *openai).stdout)
        assert [(step["op"], step["urn"].rsplit("::", 1)[1]) for step in preview["steps"] if step["op"] != "same"] == [
            ("update", "call-llm-function"),
            ("update", "call-llm-live"),
        ]
        stack.agent("pulumi", "up", "--yes", "--skip-preview", "--config-path", *openai)
        result = stack.ask("Who hit the most home runs in a single season?")
    assert (result["status"], result["stop_reason"], result["usage"]["turns"]) == ("SUCCEEDED", "answered", 3)
    metadata = _llm_metadata(stack, result)
    assert {one["target"] for one in metadata} == {"openai/scripted"}
    stack.agent("up")


def test_a_wrong_setting_fails_before_anything_is_touched(stack):
    done = stack.agent(
        "pulumi", "up", "--yes", "--skip-preview", "--config", "step-functions-agents:logRetentionDays=31", check=False
    )
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "logRetentionDays" in said
    assert "30" in said
    assert "pulumi config set" in said


DENIED, ALLOWED = "denied", None

# What each role is refused, and the one thing that it is for. Keys of S3 are in the data bucket.
ROLES = {
    "db-interface-tools": {
        "s3:PutObject runs/probe": ALLOWED,
        "s3:PutObject packages/probe": DENIED,
        "s3:PutObject conversations/probe": DENIED,
        "s3:GetObject conversations/probe": DENIED,
        "s3:GetObject packages/probe": DENIED,
        "s3:GetObject runs/probe": DENIED,
        "s3:GetObject inputs/probe": DENIED,
        "s3:ListBucket": DENIED,
        "lambda:Invoke call-llm": DENIED,
        "lambda:Invoke sandbox": DENIED,
        "secretsmanager:List": DENIED,
        "states:StartExecution": DENIED,
        "iam:ListRoles": DENIED,
    },
    "code-interpreter-tools": {
        "s3:PutObject runs/probe": ALLOWED,
        "s3:GetObject runs/probe": ALLOWED,
        "s3:GetObject inputs/probe": ALLOWED,
        "s3:PutObject inputs/probe": DENIED,
        "s3:PutObject packages/probe": DENIED,
        "s3:PutObject conversations/probe": DENIED,
        "s3:GetObject conversations/probe": DENIED,
        "s3:GetObject packages/probe": DENIED,
        "s3:ListBucket": DENIED,
        "lambda:Invoke sandbox": ALLOWED,
        "lambda:Invoke db-interface": DENIED,
        "secretsmanager:List": DENIED,
        "states:StartExecution": DENIED,
        "iam:ListRoles": DENIED,
    },
    "call-llm": {
        "s3:PutObject conversations/probe": ALLOWED,
        "s3:GetObject conversations/probe": ALLOWED,
        "s3:PutObject runs/probe": DENIED,
        "s3:GetObject runs/probe": DENIED,
        "s3:GetObject inputs/probe": DENIED,
        "s3:PutObject packages/probe": DENIED,
        "s3:ListBucket": DENIED,
        "lambda:Invoke sandbox": DENIED,
        "lambda:Invoke db-interface": DENIED,
        "secretsmanager:List": DENIED,
        "states:StartExecution": DENIED,
        "iam:ListRoles": DENIED,
    },
    "sql": {
        "lambda:Invoke db-interface": ALLOWED,
        "lambda:Invoke sandbox": DENIED,
        "s3:PutObject runs/probe": DENIED,
        "s3:GetObject runs/probe": DENIED,
        "s3:ListBucket": DENIED,
        "secretsmanager:List": DENIED,
        "states:StartExecution": DENIED,
        "iam:ListRoles": DENIED,
    },
}


@pytest.mark.attack("iam")
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_it_is_for_and_nothing_else(stack, role):
    bucket = stack.outputs["dataBucket"]
    for key in ("runs/probe", "conversations/probe", "inputs/probe", "packages/probe"):
        stack.client("s3").put_object(Bucket=bucket, Key=key, Body=b"")
    credentials = credentials_of_role(stack.client, f"{role}-role-")
    assert {action: _try(stack, credentials, bucket, action) for action in ROLES[role]} == ROLES[role]
    for key in ("runs/probe", "conversations/probe", "inputs/probe", "packages/probe"):
        stack.client("s3").delete_object(Bucket=bucket, Key=key)


@pytest.mark.attack("iam")
def test_code_with_the_credentials_of_the_sandbox_is_refused_all_that_is_not_its_log(stack):
    """It could write its log in AWS. MiniStack names no stream in what is asked for, so even that is refused here."""
    name, bucket = f"probe-{uuid.uuid4().hex[:8]}", stack.outputs["dataBucket"]
    functions = stack.client("lambda")
    sandbox = functions.get_function_configuration(FunctionName="step-functions-agents-local-sandbox")
    stack.client("s3").put_object(Bucket=bucket, Key="runs/probe", Body=b"")
    functions.create_function(
        FunctionName=name,
        Runtime="provided.al2023",
        Role=sandbox["Role"],
        Handler="any",
        Code={"ZipFile": probe_package()},
        Timeout=60,
    )
    log, of_another = (f"/aws/lambda/step-functions-agents-local-{function}" for function in ("sandbox", "call-llm"))
    calls = {
        "another log": ["logs", "create_log_stream", {"logGroupName": of_another, "logStreamName": name}],
        "what its log says": ["logs", "filter_log_events", {"logGroupName": log}],
        "an object": ["s3", "get_object", {"Bucket": bucket, "Key": "runs/probe"}],
        "a new object": ["s3", "put_object", {"Bucket": bucket, "Key": "runs/probe", "Body": "x"}],
        "the bucket": ["s3", "list_objects_v2", {"Bucket": bucket}],
        "all buckets": ["s3", "list_buckets", {}],
        "secrets": ["secretsmanager", "list_secrets", {}],
        "functions": ["lambda", "list_functions", {}],
        "another function": ["lambda", "invoke", {"FunctionName": "step-functions-agents-local-db-interface:1", "Payload": "{}"}],
        "itself": ["lambda", "invoke", {"FunctionName": f"{sandbox['FunctionArn']}:1", "Payload": "{}"}],
        "its settings": ["lambda", "update_function_configuration", {"FunctionName": name, "Timeout": 9}],
        "roles": ["iam", "list_roles", {}],
        "another role": ["sts", "assume_role", {"RoleArn": sandbox["Role"], "RoleSessionName": "other"}],
        "networks": ["ec2", "describe_subnets", {}],
        "a new interface": ["ec2", "create_network_interface", {"SubnetId": sandbox["VpcConfig"]["SubnetIds"][0]}],
        "tables": ["dynamodb", "list_tables", {}],
        "queues": ["sqs", "list_queues", {}],
    }
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"try": list(calls.values())}))
    tried = dict(zip(calls, json.loads(answer["Payload"].read())["tried"], strict=True))
    refused = re.compile(r"\((AccessDenied|AccessDeniedException|UnauthorizedOperation)\)")
    assert {what: said for what, said in tried.items() if not refused.search(said)} == {}
    functions.delete_function(FunctionName=name)
    for group in stack.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"]:
        stack.client("logs").delete_log_group(logGroupName=group["logGroupName"])
    stack.client("s3").delete_object(Bucket=bucket, Key="runs/probe")


def test_the_sandbox_lies_in_the_network_of_the_stack_and_no_other_function_does(stack):
    found = {one["FunctionName"]: one.get("VpcConfig", {}) for one in stack.client("lambda").list_functions()["Functions"]}
    [vpc] = [vpc for vpc in stack.client("ec2").describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
    assert {name: network["VpcId"] for name, network in found.items() if network.get("SubnetIds")} == {
        "step-functions-agents-local-sandbox": vpc["VpcId"]
    }


def test_verify_shows_what_holds_and_never_calls_passed_what_a_laptop_can_not_show(stack):
    done = stack.agent("verify", "--json", check=False)
    report = json.loads(done.stdout)
    results = {check["check"]: check["result"] for check in report["checks"]}
    assert report["where"] == "the laptop stack"
    assert results["agent sql: its answer fits its schema"] == results["agent sql: the caller's log names the run"] == "passed"
    denied = {name: result for name, result in results.items() if name.endswith("denied what it must be")}
    assert {"agent sql: denied what it must be", "code-interpreter: denied what it must be"} < set(denied)
    assert set(denied.values()) == {"passed"}
    for only_in_aws in ("call-llm: starts from a snapshot", "agent sql: the run has a trace", "Lambda's billed time"):
        assert results[only_in_aws] == "not seen"
    assert not re.search(r"\b0{12}\b", done.stdout)
    assert [check for check in report["checks"] if check["result"] == "failed"] == []
    assert (report["failed"], done.returncode) == (0, 0)


@pytest.mark.attack("laptop")
def test_nothing_of_the_stack_listens_beyond_this_machine(stack):
    rows = [line.split() for file in ("tcp", "tcp6") for line in Path(f"/proc/net/{file}").read_text().splitlines()[1:]]
    ports = {stack.base, stack.base + 1, stack.base + 2}
    listening = {(row[1].split(":")[0], int(row[1].split(":")[1], 16)) for row in rows if row[3] == "0A"}
    assert {address for address, port in listening if port in ports} == {"0100007F"}
    assert {port for _, port in listening} >= ports


def test_another_project_builds_on_the_outputs(stack, tmp_path):
    example = ROOT / "examples" / "stack-reference"
    config = tmp_path / "laptop.yaml"
    config.write_text((example / "laptop.yaml").read_text())
    stack.pulumi("stack", "init", "local", cwd=example)
    options = ("--stack", "local", "--yes", "--skip-preview", "--config-file", str(config))
    try:
        stack.pulumi("up", *options, cwd=example)
        [schedule] = stack.client("scheduler").list_schedules()["Schedules"]
        target = stack.client("scheduler").get_schedule(Name=schedule["Name"])["Target"]
        assert target["Arn"] == stack.outputs["agents"]["sql"]["stateMachineArn"]
        runs = stack.client("stepfunctions")
        runs.start_execution(stateMachineArn=target["Arn"], name="as-scheduled", input=target["Input"])
        done = stack.agent("follow", "as-scheduled", "--json")
        assert json.loads(done.stdout)["stop_reason"] == "answered"
        tried = {
            "states:StartExecution": ALLOWED,
            "s3:ListBucket": DENIED,
            "lambda:Invoke call-llm": DENIED,
            "iam:ListRoles": DENIED,
        }
        credentials, bucket = credentials_of_role(stack.client, "scheduler-"), stack.outputs["dataBucket"]
        assert {action: _try(stack, credentials, bucket, action) for action in tried} == tried
    finally:
        stack.pulumi("destroy", *options, cwd=example)
        stack.pulumi("stack", "rm", "local", "--yes", cwd=example)
    assert stack.client("scheduler").list_schedules()["Schedules"] == []


def test_z_destroy_leaves_nothing(stack):
    stack.agent("pulumi", "destroy", "--yes", "--skip-preview")
    left = {
        "functions": [f["FunctionName"] for f in stack.client("lambda").list_functions()["Functions"]],
        "state machines": [m["name"] for m in stack.client("stepfunctions").list_state_machines()["stateMachines"]],
        "buckets": [b["Name"] for b in stack.client("s3").list_buckets()["Buckets"]],
        "roles": [r["RoleName"] for r in stack.client("iam").list_roles()["Roles"]],
        "log groups": [g["logGroupName"] for g in stack.client("logs").describe_log_groups()["logGroups"]],
        "secrets": [s["Name"] for s in stack.client("secretsmanager").list_secrets()["SecretList"]],
    }
    assert left == {name: [] for name in left}


def _tool_results(stack: Deployed, result: dict) -> list[dict]:
    """The tool results that the model of a run saw, in order."""
    execution = stack.client("stepfunctions").describe_execution(executionArn=result["execution_arn"])
    messages = json.loads(execution["output"])["messages"]
    return [block for m in messages if m["role"] == "user" and isinstance(m["content"], list) for block in m["content"]]


def _llm_metadata(stack: Deployed, result: dict) -> list[dict]:
    """What the LLM caller said of each of a run's turns, from the run's history."""
    pages = stack.client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=result["execution_arn"])
    outputs = [
        e["taskSucceededEventDetails"]["output"] for page in pages for e in page["events"] if "taskSucceededEventDetails" in e
    ]
    payloads = [json.loads(output)["Payload"] for output in outputs]
    return [payload["body"]["metadata"] for payload in payloads if "body" in payload]


def _try(stack: Deployed, credentials: dict[str, str], bucket: str, action: str) -> str | None:
    """ALLOWED or DENIED; any other error is raised."""
    name, _, argument = action.partition(" ")
    s3 = stack.client("s3", **credentials)
    calls = {
        "s3:PutObject": lambda: s3.put_object(Bucket=bucket, Key=argument, Body=b""),
        "s3:GetObject": lambda: s3.get_object(Bucket=bucket, Key=argument),
        "s3:ListBucket": lambda: s3.list_objects_v2(Bucket=bucket),
        "lambda:Invoke": lambda: stack.client("lambda", **credentials).invoke(
            # A version, because state machines may call versions alone.
            FunctionName=f"step-functions-agents-local-{argument}:$LATEST",
            Payload=json.dumps({"id": "probe", "name": "get_db_schema", "input": {}}),
        ),
        "secretsmanager:List": lambda: stack.client("secretsmanager", **credentials).list_secrets(),
        "states:StartExecution": lambda: stack.client("stepfunctions", **credentials).start_execution(
            stateMachineArn=stack.outputs["agents"]["sql"]["stateMachineArn"], name=f"probe-{uuid.uuid4()}", input="{}"
        ),
        "iam:ListRoles": lambda: stack.client("iam", **credentials).list_roles(),
    }
    return DENIED if is_refused(calls[name]) else ALLOWED
