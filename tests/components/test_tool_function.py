"""The function of a tools folder."""

from pathlib import Path

import pulumi
import pytest

from components.data_bucket import DataBucket, DataBucketArgs
from components.function import Network
from components.packaging.source import Source
from components.sandbox import Sandbox, SandboxArgs
from components.secret_store import SecretStore, SecretStoreArgs
from components.settings.secrets import Secret
from components.tool_folder import ToolFolder, ToolSetting
from components.tool_function import ToolFunction, ToolFunctionArgs
from tests.components.deployment import TRACING, Deployment, deploy, package

WRITE = {"Sid": "WriteData", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:Bucket/data-bucket/runs/*"]}
READ = {
    "Sid": "ReadData",
    "Effect": "Allow",
    "Action": ["s3:GetObject"],
    "Resource": ["arn:Bucket/data-bucket/runs/*", "arn:Bucket/data-bucket/inputs/*"],
}


def deployed(
    folder: Path,
    reads_data: bool = False,
    secrets: tuple[str, ...] = (),
    language: str = "python",
    needs_sandbox: bool = False,
    needs: dict | None = None,
    network: Network | None = None,
    **settings: str,
) -> Deployment:
    def program() -> None:
        adder = ToolFolder(
            "adder",
            256,
            reads_data,
            ("add", "subtract"),
            45,
            Source("adder", folder, language, "agent sums"),
            dict.fromkeys(secrets, "A key"),
            {name: ToolSetting("Something", "") for name in settings},
            sandbox=needs_sandbox,
            **needs or {},
        )
        data = DataBucket("data", DataBucketArgs(30, False, {}))
        sandbox = Sandbox("sandbox", SandboxArgs(package(folder, "sandbox"), data, 45, None, "agents-dev-sandbox", 7, {}))
        keys = {name: Secret(name, None, pulumi.Output.secret("very-secret")) for name in ("maps", "other")}
        ToolFunction(
            "adder",
            ToolFunctionArgs(
                folder=adder,
                package=package(folder, "adder"),
                data=data,
                secrets=SecretStore("secrets", SecretStoreArgs(keys, keys, "/ai-agent/agents/dev/", {})),
                settings=settings,
                sandbox=sandbox,
                placeholders={"partition": "aws", "region": "eu-west-1", "project": "agents", "stack": "dev"},
                network=network,
                physical_name="agents-dev-adder",
                log_retention_days=7,
                tags={"Project": "agents"},
                snap_start=True,
            ),
        )

    return deploy(program)[0]


def test_it_is_one_function_with_the_memory_and_the_longest_timeout_of_its_tools(tmp_path: Path) -> None:
    deployment = deployed(tmp_path)
    assert deployment.tree()["ToolFunction/adder"] == ["Function/adder"]
    function = deployment.of("Function/adder-function")
    assert {key: function[key] for key in ("name", "description", "memorySize", "timeout", "s3Bucket")} == {
        "name": "agents-dev-adder",
        "description": "Tools: add, subtract",
        "memorySize": 256,
        "timeout": 45,
        "s3Bucket": "data-bucket-0a1b2c3",
    }
    assert "environment" not in function


@pytest.mark.parametrize(("language", "starts"), [("java", {"applyOn": "PublishedVersions"}), ("python", None), ("go", None)])
def test_only_a_function_in_java_starts_from_a_snapshot(tmp_path: Path, language: str, starts: dict | None) -> None:
    assert deployed(tmp_path, language=language).of("Function/adder-function").get("snapStart") == starts


@pytest.mark.parametrize(("reads_data", "statements"), [(False, [WRITE]), (True, [READ, WRITE])])
def test_it_may_write_data_of_runs_and_read_data_only_if_its_tools_do(tmp_path: Path, reads_data: bool, statements: list) -> None:
    logs, *others = deployed(tmp_path, reads_data).statements("RolePolicy/adder-policy")
    assert logs["Sid"] == "WriteLogs"
    assert others == [TRACING, *statements]


def test_it_learns_where_its_own_secrets_are_and_may_read_these_alone(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, secrets=("maps",))
    function = deployment.of("Function/adder-function")
    assert function["environment"] == {"variables": {"SECRET_ARN_MAPS": "arn:Secret/secrets-maps"}}
    _, _, secrets, _ = deployment.statements("RolePolicy/adder-policy")
    assert (secrets["Action"], secrets["Resource"]) == (["secretsmanager:GetSecretValue"], ["arn:Secret/secrets-maps"])
    assert "SecretVersion/secrets-maps-value" in deployment.waits_for["Function/adder-function"]


def test_its_settings_are_environment_variables_but_for_empty_ones(tmp_path: Path) -> None:
    function = deployed(tmp_path, gateway="http://127.0.0.1:1", model="").of("Function/adder-function")
    assert function["environment"] == {"variables": {"SETTING_GATEWAY": "http://127.0.0.1:1"}}


def test_it_may_call_every_version_of_the_sandbox_and_knows_the_newest_only_if_its_tools_run_code(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, needs_sandbox=True)
    function = deployment.of("Function/adder-function")
    assert function["environment"] == {"variables": {"SANDBOX_ARN": "arn:Function/sandbox-function:7"}}
    assert deployment.statements("RolePolicy/adder-policy")[2:] == [
        {
            "Sid": "UseSandbox",
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": ["arn:Function/sandbox-function:*"],
        },
        WRITE,
    ]
    assert "environment" not in deployed(tmp_path).of("Function/adder-function")


def test_it_has_the_storage_the_concurrency_the_layers_and_the_network_that_its_folder_needs(tmp_path: Path) -> None:
    layer = "arn:${partition}:lambda:${region}:${account}:layer:${project}-fonts:3"
    needs = {"ephemeral_storage_mb": 1024, "reserved_concurrency": 2, "layers": (layer,)}
    function = deployed(tmp_path, needs=needs, network=Network(["subnet-1", "subnet-2"], ["sg-1"])).of("Function/adder-function")
    assert {name: function[name] for name in ("ephemeralStorage", "reservedConcurrentExecutions", "layers", "vpcConfig")} == {
        "ephemeralStorage": {"size": 1024},
        "reservedConcurrentExecutions": 2,
        "layers": ["arn:aws:lambda:eu-west-1:123456789012:layer:agents-fonts:3"],
        "vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]},
    }
