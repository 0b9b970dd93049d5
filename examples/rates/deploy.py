"""Deploys handler.py as the function `rates`, as another team would: `eval "$(agent env)"` points it to the laptop stack."""

import io
import json
import zipfile
from pathlib import Path

import boto3

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}

package = io.BytesIO()
with zipfile.ZipFile(package, "w") as archive:
    archive.write(Path(__file__).with_name("handler.py"), "handler.py")
policy = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
role = boto3.client("iam").create_role(RoleName="rates", AssumeRolePolicyDocument=policy)["Role"]["Arn"]
functions = boto3.client("lambda")
made = functions.create_function(
    FunctionName="rates", Runtime="python3.13", Handler="handler.handler", Role=role, Code={"ZipFile": package.getvalue()}
)
functions.get_waiter("function_active_v2").wait(FunctionName="rates")
print(made["FunctionArn"])
