"""A Lambda function."""

import json
from pathlib import Path

import pulumi

from components import iam
from components.function import Function, FunctionArgs, Network
from components.house_rules import HouseRules
from tests.components.deployment import TRACING, Deployment, deploy, package

TAGS = {"Project": "agents"}
RULES = HouseRules(log_retention_days=7, tags=TAGS)


def deployed(folder: Path, **more: object) -> Deployment:
    return deployed_and_called(folder, **more)[0]


def deployed_and_called(folder: Path, **more: object) -> tuple[Deployment, list[str]]:
    """And the ARNs by which it is called and allowed."""
    args = {"statements": (), "environment": {}, "rules": RULES, **more}

    def program() -> pulumi.Output[list[str]]:
        function = Function(
            "adder",
            FunctionArgs(
                package=package(folder, "adder"),
                bucket=pulumi.Output.from_input("the-bucket"),
                physical_name="agents-dev-adder",
                description="Adds",
                memory_mb=256,
                timeout_seconds=30,
                **args,
            ),
        )
        return pulumi.Output.all(function.arn, function.every_version)

    return deploy(program)


def test_it_has_a_role_with_one_policy_a_log_group_and_its_code(tmp_path: Path) -> None:
    assert deployed(tmp_path).tree() == {
        "Function/adder": [
            "BucketObjectv2/adder-package",
            "Function/adder-function",
            "LogGroup/adder-logs",
            "Role/adder-role",
            "RolePolicy/adder-policy",
        ],
        "the stack": ["Function/adder"],
    }


def test_it_runs_the_package_from_the_bucket_traced_and_logging_json_to_its_own_group(tmp_path: Path) -> None:
    assert deployed(tmp_path).of("Function/adder-function") == {
        "name": "agents-dev-adder",
        "description": "Adds",
        "role": "arn:Role/adder-role",
        "s3Bucket": "the-bucket",
        "s3Key": "packages/adder/sha-of-adder.zip",
        "runtime": "python3.13",
        "handler": "handler.handler",
        "architectures": ["arm64"],
        "memorySize": 256,
        "timeout": 30,
        "tracingConfig": {"mode": "Active"},
        "loggingConfig": {"logFormat": "JSON", "logGroup": "/aws/lambda/agents-dev-adder"},
        "publish": True,
        "tags": TAGS,
    }


def test_it_is_there_when_its_code_is_uploaded_and_its_role_may_do_what_it_has_to(tmp_path: Path) -> None:
    assert deployed(tmp_path).waits_for["Function/adder-function"] == [
        "BucketObjectv2/adder-package",
        "LogGroup/adder-logs",
        "Role/adder-role",
        "RolePolicy/adder-policy",
    ]


def test_the_code_is_found_in_the_bucket_by_its_digest(tmp_path: Path) -> None:
    code = deployed(tmp_path).of("BucketObjectv2/adder-package")
    assert code.pop("source").path.endswith("adder.zip")
    assert code == {"bucket": "the-bucket", "key": "packages/adder/sha-of-adder.zip", "contentType": "application/zip"}


def test_its_logs_expire(tmp_path: Path) -> None:
    assert deployed(tmp_path).of("LogGroup/adder-logs") == {
        "name": "/aws/lambda/agents-dev-adder",
        "retentionInDays": 7,
        "tags": TAGS,
    }


def test_lambda_alone_may_assume_its_role(tmp_path: Path) -> None:
    role = deployed(tmp_path).of("Role/adder-role")
    assert role["tags"] == TAGS
    assert json.loads(role["assumeRolePolicy"]) == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }


def test_it_may_write_its_own_logs_and_traces_and_what_it_is_given_beside(tmp_path: Path) -> None:
    write_logs = {
        "Sid": "WriteLogs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": ["arn:LogGroup/adder-logs:*"],
    }
    assert deployed(tmp_path).statements("RolePolicy/adder-policy") == [write_logs, TRACING]

    given = iam.allow("RunData", ["s3:PutObject"], pulumi.Output.from_input("arn:aws:s3:::b/runs/*"))
    assert deployed(tmp_path, statements=(given,)).statements("RolePolicy/adder-policy") == [
        write_logs,
        TRACING,
        {"Sid": "RunData", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::b/runs/*"]},
    ]


JOIN_A_VPC = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]


def test_in_a_network_lambda_may_connect_it_and_its_code_may_not(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, network=Network(["subnet-1", "subnet-2"], [pulumi.Output.from_input("sg-1")]))
    assert deployment.of("Function/adder-function")["vpcConfig"] == {
        "subnetIds": ["subnet-1", "subnet-2"],
        "securityGroupIds": ["sg-1"],
    }
    assert deployment.statements("RolePolicy/adder-policy")[2:] == [
        {"Sid": "JoinNetwork", "Effect": "Allow", "Action": JOIN_A_VPC, "Resource": ["*"]},
        {
            "Sid": "LeaveNetworksAlone",
            "Effect": "Deny",
            "Action": ["ec2:DetachNetworkInterface", *JOIN_A_VPC],
            "Resource": ["*"],
            "Condition": {"Null": {"lambda:SourceFunctionArn": "false"}},
        },
    ]


def test_it_has_the_storage_the_layers_and_the_concurrency_that_it_is_given(tmp_path: Path) -> None:
    layer = "arn:aws:lambda:us-east-1:123456789012:layer:fonts:3"
    function = deployed(tmp_path, ephemeral_storage_mb=2048, layers=[layer], reserved_concurrency=4).of("Function/adder-function")
    assert (function["ephemeralStorage"], function["layers"], function["reservedConcurrentExecutions"]) == (
        {"size": 2048},
        [layer],
        4,
    )
    assert {"ephemeralStorage", "layers", "reservedConcurrentExecutions"} & deployed(tmp_path).of(
        "Function/adder-function"
    ).keys() == set()


def test_the_concurrency_that_the_account_rules_wins_even_if_it_is_0(tmp_path: Path) -> None:
    rules = HouseRules(reserved_concurrency={"adder": 0})
    function = deployed(tmp_path, rules=rules, reserved_concurrency=4).of("Function/adder-function")
    assert function["reservedConcurrentExecutions"] == 0


def test_lambda_makes_no_snapshot_of_a_function_with_a_bigger_storage(tmp_path: Path) -> None:
    assert "snapStart" in deployed(tmp_path, snap_start=True, ephemeral_storage_mb=512).of("Function/adder-function")
    assert "snapStart" not in deployed(tmp_path, snap_start=True, ephemeral_storage_mb=513).of("Function/adder-function")


def test_untraced_it_needs_no_permission_for_traces(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, traced=False)
    assert deployment.of("Function/adder-function")["tracingConfig"] == {"mode": "PassThrough"}
    assert [one["Sid"] for one in deployment.statements("RolePolicy/adder-policy")] == ["WriteLogs"]


def test_its_environment_may_hold_values_that_are_known_later(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, environment={"CONFIG": pulumi.Output.from_input("later")})
    assert deployment.of("Function/adder-function")["environment"] == {"variables": {"CONFIG": "later"}}


def test_its_newest_version_is_called_and_a_policy_allows_all_of_them(tmp_path: Path) -> None:
    _, arns = deployed_and_called(tmp_path)
    assert arns == ["arn:Function/adder-function:7", "arn:Function/adder-function:*"]


def test_from_a_snapshot_it_differs_in_nothing_else(tmp_path: Path) -> None:
    plain = deployed(tmp_path).of("Function/adder-function")
    assert deployed(tmp_path, snap_start=True).of("Function/adder-function") == plain | {
        "snapStart": {"applyOn": "PublishedVersions"}
    }


KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"


def test_the_rules_of_the_account_are_kept(tmp_path: Path) -> None:
    boundary = "arn:aws:iam::123456789012:policy/limit"
    rules = HouseRules("eu-west-1", "123456789012", boundary, "/agents/", KEY, {"adder": 5}, "WARN", False, "acme-dev-")
    deployment = deployed(tmp_path, rules=rules, environment={"CONFIG": "x"})
    role = deployment.of("Role/adder-role")
    assert (role["name"], role["path"], role["permissionsBoundary"]) == ("acme-dev-adder-role", "/agents/", boundary)
    assert deployment.of("LogGroup/adder-logs")["kmsKeyId"] == KEY
    function = deployment.of("Function/adder-function")
    assert (function["kmsKeyArn"], function["reservedConcurrentExecutions"]) == (KEY, 5)
    assert function["tracingConfig"] == {"mode": "PassThrough"}
    assert function["loggingConfig"] == {
        "logFormat": "JSON",
        "logGroup": "/aws/lambda/agents-dev-adder",
        "applicationLogLevel": "WARN",
        "systemLogLevel": "WARN",
    }
    own = "arn:aws:lambda:eu-west-1:123456789012:function:agents-dev-adder"
    assert [statement["Sid"] for statement in deployment.statements("RolePolicy/adder-policy")] == [
        "WriteLogs",
        "DecryptEnvironment",
    ]
    assert deployment.statements("RolePolicy/adder-policy")[1] == {
        "Sid": "DecryptEnvironment",
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [KEY],
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:lambda:FunctionArn": [own, f"{own}:*"]}},
    }


def test_without_an_environment_its_role_may_not_use_the_key(tmp_path: Path) -> None:
    policy = deployed(tmp_path, rules=HouseRules(kms_key_arn=KEY)).statements("RolePolicy/adder-policy")
    assert [statement["Sid"] for statement in policy] == ["WriteLogs", "Trace"]


def test_a_topic_is_told_when_it_is_throttled(tmp_path: Path) -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:on-call"
    alarm = deployed(tmp_path, rules=HouseRules(alarm_topic_arn=topic)).of("MetricAlarm/adder-alarm-throttled")
    assert (alarm["namespace"], alarm["metricName"], alarm["dimensions"], alarm["alarmActions"]) == (
        "AWS/Lambda",
        "Throttles",
        {"FunctionName": "agents-dev-adder"},
        [topic],
    )
