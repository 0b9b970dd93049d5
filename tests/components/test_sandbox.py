"""The function that runs the code of models."""

from pathlib import Path

import pytest

from components.function import Network
from components.sandbox import Sandbox, SandboxFunctionArgs
from tests.components.deployment import Deployment, deploy, package

OPEN, CLOSED = None, Network(["subnet-1", "subnet-2"], ["sg-1"])


def deployed(folder: Path, network: Network | None = CLOSED) -> Deployment:
    def program() -> None:
        args = SandboxFunctionArgs(package(folder, "sandbox"), "the-bucket", 60, network, "agents-dev-sandbox")
        Sandbox("sandbox", args)

    return deploy(program)[0]


def test_it_is_given_no_setting_no_secret_and_no_way_out(tmp_path: Path) -> None:
    function = deployed(tmp_path).of("Function/sandbox-function")
    assert "environment" not in function
    assert function["vpcConfig"] == {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}
    assert "vpcConfig" not in deployed(tmp_path, OPEN).of("Function/sandbox-function")


def test_its_time_is_over_before_that_of_the_function_that_waits_for_it(tmp_path: Path) -> None:
    function = deployed(tmp_path).of("Function/sandbox-function")
    assert {key: function[key] for key in ("memorySize", "timeout", "tracingConfig")} == {
        "memorySize": 1536,
        "timeout": 40,
        "tracingConfig": {"mode": "PassThrough"},
    }


@pytest.mark.attack("iam")
@pytest.mark.parametrize("network", [OPEN, CLOSED], ids=["open", "closed"])
def test_its_code_may_write_its_log_and_all_else_is_refused_whatever_other_policies_allow(
    tmp_path: Path, network: Network | None
) -> None:
    logs, *joins, rest = deployed(tmp_path, network).statements("RolePolicy/sandbox-policy")
    assert logs == {
        "Sid": "WriteLogs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": ["arn:LogGroup/sandbox-logs:*"],
    }
    assert [one["Sid"] for one in joins] == (["JoinNetwork", "LeaveNetworksAlone"] if network else [])
    assert rest == {
        "Sid": "NothingButItsLog",
        "Effect": "Deny",
        "NotAction": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": ["*"],
        "Condition": {"Null": {"lambda:SourceFunctionArn": "false"}},
    }
