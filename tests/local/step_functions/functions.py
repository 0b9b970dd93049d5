"""Lambda functions and roles for tests of the laptop stack, made through its API."""

import io
import json
import sys
import uuid
import zipfile
from typing import Any

from local.laptop import Laptop
from tests.local.conftest import client

ACCOUNT = "000000000000"
LAMBDA = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function"
STATES = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine"

# A runtime of a few lines: it answers with what it was asked, who it is and whatever the event tells it to try.
BOOTSTRAP = """#!{python}
import json, os, signal, subprocess, sys, time, urllib.request
import boto3

count = 0
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    with urllib.request.urlopen(base + "next") as request:
        identity, event = request.headers["Lambda-Runtime-Aws-Request-Id"], json.loads(request.read())
    count += 1
    print("invocation", count, "of", event.get("who"), flush=True)
    kind, answer = "response", {{"event": event, "process": os.getpid(), "count": count, "environment": dict(os.environ)}}
    if "raise" in event:
        kind, answer = "error", {{"errorType": event["raise"], "errorMessage": "as told", "stackTrace": []}}
    if "count_in" in event:
        boto3.client("s3").put_object(Bucket=event["count_in"], Key="call-" + identity, Body=b"x")
        if "child_writes" in event:
            # Neither of them ends when it is asked to.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            writing = "import time; time.sleep(%s); open(%r, 'w').close()" % (event["work"], event["child_writes"])
            subprocess.Popen([sys.executable, "-c", writing])
        time.sleep(event["work"])
    if "put" in event:
        try:
            boto3.client("s3").put_object(Bucket=event["put"][0], Key=event["put"][1], Body=b"x")
            answer["put"] = "done"
        except Exception as error:
            answer["put"] = str(error)
    if "succeed" in event:
        try:
            boto3.client("stepfunctions").send_task_success(taskToken=event["succeed"], output='{{"said": "done"}}')
            answer["succeed"] = "done"
        except Exception as error:
            answer["succeed"] = str(error)
    if "try" in event:
        answer["tried"] = []
        for service, operation, parameters in event["try"]:
            try:
                getattr(boto3.client(service), operation)(**parameters)
                answer["tried"].append("done")
            except Exception as error:
                answer["tried"].append(str(error))
    time.sleep(event.get("sleep", 0))
    data = json.dumps(answer).encode()
    urllib.request.urlopen(urllib.request.Request(base + identity + "/" + kind, data=data, method="POST")).close()
"""


def allow(actions: str | list[str], resources: str | list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def make_role(laptop: Laptop, trusted: str, *statements: dict[str, Any], only_if: dict[str, Any] | None = None) -> str:
    """A role of a new name that the service may assume; its ARN."""
    iam = client("iam", laptop)
    name = f"role-{uuid.uuid4().hex[:8]}"
    principal = {"AWS": "*"} if trusted == "*" else {"Service": trusted}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"} | (
        {"Condition": only_if} if only_if else {}
    )
    trust = {"Version": "2012-10-17", "Statement": [statement]}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    if statements:
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        iam.put_role_policy(RoleName=name, PolicyName="policy", PolicyDocument=document)
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def probe_package() -> bytes:
    """A package for the runtime provided.al2023 that does what an event tells it to try."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        bootstrap = zipfile.ZipInfo("bootstrap")
        bootstrap.external_attr = 0o755 << 16
        archive.writestr(bootstrap, BOOTSTRAP.format(python=sys.executable))
    return package.getvalue()


def make_function(laptop: Laptop, *statements: dict[str, Any], timeout: int = 30) -> str:
    """A function of a new name whose role has these statements; its name."""
    functions = client("lambda", laptop)
    name = f"function-{uuid.uuid4().hex[:8]}"
    functions.create_function(
        FunctionName=name,
        Runtime="provided.al2023",
        Role=make_role(laptop, "lambda.amazonaws.com", *statements),
        Handler="any",
        Timeout=timeout,
        Code={"ZipFile": probe_package()},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    return name


def invoke(laptop: Laptop, name: str, event: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """The kind of error, if any, and the answer."""
    answer = client("lambda", laptop).invoke(FunctionName=name, Payload=json.dumps(event).encode())
    return answer.get("FunctionError"), json.loads(answer["Payload"].read())
