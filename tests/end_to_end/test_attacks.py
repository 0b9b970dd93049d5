"""Attacks on a deployed stack, each by real requests: by its roles, by who may start its runs, and by who reads its files."""

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import botocore.exceptions
import pytest

from local.environment import passphrase
from local.services import root_secret
from tests.end_to_end.conftest import Deployed

REFUSED = ("AccessDenied", "AccessDeniedException", "403", "Forbidden")
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

Client = Callable[[str], Any]


@pytest.fixture(scope="module")
def roles(stack: Deployed) -> Iterator[dict[str, dict[str, str]]]:
    """The credentials of every role of the stack, by the role's name. The roles trust services alone, so root lets itself in."""
    iam, trusted, found = stack.client("iam"), {}, {}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}}
    for role in iam.list_roles()["Roles"]:
        trusted[role["RoleName"]] = role["AssumeRolePolicyDocument"]
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=document)
        given = stack.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="attack")["Credentials"]
        found[role["RoleName"]] = {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }
    yield found
    for name, document in trusted.items():
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(document))


@pytest.fixture(scope="module")
def there(stack: Deployed) -> Iterator[dict[str, str]]:
    """Names that the attacks need, of things that are there."""
    machine = stack.outputs["agents"]["sql"]["stateMachineArn"]
    role = stack.client("stepfunctions").describe_state_machine(stateMachineArn=machine)["roleArn"]
    secret = stack.client("secretsmanager").create_secret(Name=f"attacked-{uuid.uuid4().hex[:8]}", SecretString="x")["ARN"]
    caller = stack.outputs["llmCallerArn"].split(":")[6]
    other = f"attacked-{uuid.uuid4().hex[:8]}"
    stack.client("s3").create_bucket(Bucket=other)
    yield {
        "other": other,
        "bucket": stack.outputs["dataBucket"],
        "machine": machine,
        "role": role,
        "secret": secret,
        "caller": caller,
    }
    stack.client("s3").delete_bucket(Bucket=other)
    stack.client("secretsmanager").delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)


ATTACKS: dict[str, Callable[[Client, dict[str, str]], Any]] = {
    "take another role": lambda by, at: by("sts").assume_role(RoleArn=at["role"], RoleSessionName="attack"),
    "take everything": lambda by, at: by("iam").put_role_policy(
        RoleName=at["role"].rpartition("/")[2], PolicyName="all", PolicyDocument=json.dumps(POLICY)
    ),
    "trust itself": lambda by, at: by("iam").update_assume_role_policy(
        RoleName=at["role"].rpartition("/")[2], PolicyDocument=json.dumps(POLICY)
    ),
    "make a user": lambda by, at: by("iam").create_user(UserName=f"attacker-{uuid.uuid4().hex[:6]}"),
    "make a key": lambda by, at: by("iam").create_access_key(),
    "list roles": lambda by, at: by("iam").list_roles(),
    "read a secret": lambda by, at: by("secretsmanager").get_secret_value(SecretId=at["secret"]),
    "list secrets": lambda by, at: by("secretsmanager").list_secrets(),
    "change a secret": lambda by, at: by("secretsmanager").put_secret_value(SecretId=at["secret"], SecretString="y"),
    "change code": lambda by, at: by("lambda").update_function_code(FunctionName=at["caller"], ZipFile=b"PK"),
    "change settings": lambda by, at: by("lambda").update_function_configuration(FunctionName=at["caller"], Description="x"),
    "read code": lambda by, at: by("lambda").get_function(FunctionName=at["caller"]),
    "open a function to all": lambda by, at: by("lambda").add_permission(
        FunctionName=at["caller"], StatementId="x", Action="lambda:InvokeFunction", Principal="*"
    ),
    "list functions": lambda by, at: by("lambda").list_functions(),
    "start a run": lambda by, at: by("stepfunctions").start_execution(stateMachineArn=at["machine"], input="{}"),
    "change a state machine": lambda by, at: by("stepfunctions").update_state_machine(
        stateMachineArn=at["machine"], definition="{}"
    ),
    "read a definition": lambda by, at: by("stepfunctions").describe_state_machine(stateMachineArn=at["machine"]),
    "read runs": lambda by, at: by("stepfunctions").list_executions(stateMachineArn=at["machine"]),
    "answer for a person": lambda by, at: by("stepfunctions").send_task_success(taskToken="x", output="{}"),
    "list the bucket": lambda by, at: by("s3").list_objects_v2(Bucket=at["bucket"]),
    "list a run's files": lambda by, at: by("s3").list_objects_v2(Bucket=at["bucket"], Prefix="runs/"),
    "open the bucket": lambda by, at: by("s3").put_bucket_policy(Bucket=at["bucket"], Policy=json.dumps(POLICY)),
    "keep data for ever": lambda by, at: by("s3").delete_bucket_lifecycle(Bucket=at["bucket"]),
    "put code": lambda by, at: by("s3").put_object(Bucket=at["bucket"], Key="packages/call-llm/0.zip", Body=b""),
    "read code from the bucket": lambda by, at: by("s3").get_object(Bucket=at["bucket"], Key="packages/probe"),
    "put an input": lambda by, at: by("s3").put_object(Bucket=at["bucket"], Key="inputs/x.csv", Body=b""),
    "leave the bucket": lambda by, at: by("s3").put_object(Bucket=at["other"], Key="runs/x", Body=b""),
    "delete a run's file": lambda by, at: by("s3").delete_object(Bucket=at["bucket"], Key="runs/probe"),
    "list buckets": lambda by, at: by("s3").list_buckets(),
    "make a bucket": lambda by, at: by("s3").create_bucket(Bucket=f"attacker-{uuid.uuid4().hex[:8]}"),
    "delete logs": lambda by, at: by("logs").delete_log_group(logGroupName=f"/aws/lambda/{at['caller']}"),
    "read logs": lambda by, at: by("logs").filter_log_events(logGroupName=f"/aws/lambda/{at['caller']}"),
}


@pytest.mark.attack("iam")
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_role_of_the_stack_may(stack: Deployed, roles: dict[str, dict[str, str]], there: dict[str, str], attack: str) -> None:
    through = {}
    for name, credentials in roles.items():
        try:
            ATTACKS[attack](lambda service, c=credentials: stack.client(service, **c), there)
            through[name] = "done"
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in REFUSED:
                through[name] = error.response["Error"]["Code"]
    assert through == {}
    assert len(roles) >= 4


@pytest.mark.attack("secrets")
def test_the_stacks_own_secrets_stand_where_they_belong_and_nowhere_else(stack: Deployed) -> None:
    stack.ask("Who hit the most home runs in a career?")
    folder = stack.folder
    assert folder.stat().st_mode & 0o077 == 0 or folder.parent.stat().st_mode & 0o077 == 0
    own = {"root-secret": root_secret(folder), "passphrase": passphrase(folder)}
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            found |= {(name, str(path.relative_to(folder))) for name, secret in own.items() if _holds(data, secret)}
    assert found == {("root-secret", "root-secret"), ("passphrase", "passphrase"), ("root-secret", "env"), ("passphrase", "env")}
    assert {(folder / name).stat().st_mode & 0o777 for name in ("env", *own)} == {0o600}


@pytest.mark.attack("secrets")
def test_no_function_is_given_a_secret_of_the_stack_or_of_its_person(stack: Deployed) -> None:
    functions = stack.client("lambda")
    for one in functions.list_functions()["Functions"]:
        configured = json.dumps(functions.get_function_configuration(FunctionName=one["FunctionName"]), default=str)
        assert root_secret(stack.folder) not in configured
        assert passphrase(stack.folder) not in configured
        assert not [
            name for name in one.get("Environment", {}).get("Variables", {}) if name.endswith(("_API_KEY", "_SECRET_ACCESS_KEY"))
        ]


def _holds(data: bytes, secret: str) -> bool:
    raw = secret.encode()
    return raw in data or base64.b64encode(raw) in data or raw.hex().encode() in data


@pytest.mark.attack("cross_run")
@pytest.mark.parametrize(
    "key",
    [
        "packages/call-llm/x.zip",
        "inputs/x.json",
        "runs/sql/other/toolu_1/x.json",
        "conversations/financial/other/0001-{digest}.json",
        "conversations/sql/../financial/other/0001-{digest}.json",
        "conversations/sql/%2e%2e/0001-{digest}.json",
        "conversations/sql//0001-{digest}.json",
        "/conversations/sql/other/0001-{digest}.json",
        "conversations/sql/other/deeper/0001-{digest}.json",
        "conversations/sql/other/0001-{digest}.json\n",
        "conversations/sql/other/1-{digest}.json",
    ],
)
def test_a_run_goes_on_with_no_file_that_is_no_conversation_of_its_agent(stack: Deployed, key: str) -> None:
    """A person who may start runs of one agent reads nothing else by it. The file is there, and its digest is right."""
    content = json.dumps([{"role": "user", "content": "the secret of another agent"}]).encode()
    bucket, named = stack.outputs["dataBucket"], key.format(digest=hashlib.sha256(content).hexdigest())
    stack.client("s3").put_object(Bucket=bucket, Key=named, Body=content)
    described = _run(stack, f"attack-{uuid.uuid4().hex[:8]}", {"prompt": "Go on.", "history": {"bucket": bucket, "key": named}})
    stack.client("s3").delete_object(Bucket=bucket, Key=named)
    assert described["status"] == "FAILED"
    assert described["error"] in ("InvalidInput", "LLMBadRequest")
    assert "the secret of another agent" not in json.dumps(described, default=str)


@pytest.mark.attack("cross_run")
@pytest.mark.parametrize("name", [".", "..", "...", "-", "_", "a" * 80])
def test_a_run_of_any_name_stays_below_its_own_prefix(stack: Deployed, name: str) -> None:
    question = "List every season in which a player hit 40 or more home runs."
    described = _run(stack, name, {"prompt": question})
    s3, bucket = stack.client("s3"), stack.outputs["dataBucket"]
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"] if not one["Key"].startswith("packages/")]
    own = [key for key in keys if key.startswith((f"runs/sql/{name}/", f"conversations/sql/{name}/"))]
    if described["status"] == "FAILED":
        assert (described["error"], own) == ("InvalidInput", [])
    assert [key for key in keys if not key.startswith(("runs/sql/", "conversations/sql/", "inputs/"))] == []
    assert [key for key in keys if any(part in ("", ".", "..") for part in key.split("/"))] == []


def _run(stack: Deployed, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Start a run, wait for its end, and return how it ended."""
    states = stack.client("stepfunctions")
    arn = states.start_execution(
        stateMachineArn=stack.outputs["agents"]["sql"]["stateMachineArn"], name=name, input=json.dumps(given)
    )
    while (described := states.describe_execution(executionArn=arn["executionArn"]))["status"] == "RUNNING":
        time.sleep(0.2)
    return described
