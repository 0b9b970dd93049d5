"""The function of a folder of tools."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest

from agents.folders import ROOT
from agents.tools_json import mcp
from components.plain_args import ArgsError
from components.tool_function import ToolFunction
from tests.components.deployment import TRACING, Deployment, deploy
from tests.components.platforms import platform

pytestmark = pytest.mark.usefixtures("quick_builds")

WRITE = {"Sid": "WriteData", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:the-bucket/runs/*"]}
READ = {
    "Sid": "ReadData",
    "Effect": "Allow",
    "Action": ["s3:GetObject"],
    "Resource": ["arn:the-bucket/runs/*", "arn:the-bucket/inputs/*"],
}
EMPTY = {"type": "object", "properties": {}, "additionalProperties": False}


def written(folder: Path, **changes: Any) -> str:
    """The path of a folder of tools with this `tools.json`."""
    file = {
        "language": "python",
        "memory_mb": 256,
        "timeout_seconds": 45,
        "reads_data": False,
        "sends_out": False,
        "tools": [{"name": name, "description": f"Does {name}.", "input_schema": EMPTY} for name in ("add", "subtract")],
        **changes,
    }
    (folder / "adder").mkdir()
    (folder / "adder" / "tools.json").write_text(json.dumps(file))
    return str(folder / "adder")


def deployed_and_given(folder: Path, args: dict[str, Any] | None = None, **changes: Any) -> tuple[Deployment, list[dict[str, Any]]]:
    """And the tools that agents are given."""
    path = written(folder, **changes)

    def program() -> Any:
        return ToolFunction("adder", {"platform": platform(), "folder": path, **(args or {})}).tools

    return deploy(program)


def deployed(folder: Path, args: dict[str, Any] | None = None, **changes: Any) -> Deployment:
    return deployed_and_given(folder, args, **changes)[0]


def test_it_is_one_function_with_the_memory_and_the_timeout_of_its_folder(tmp_path: Path) -> None:
    deployment = deployed(tmp_path)
    assert deployment.tree() == {
        "Function/adder": [
            "BucketObjectv2/adder-package",
            "Function/adder-function",
            "LogGroup/adder-logs",
            "Role/adder-role",
            "RolePolicy/adder-policy",
        ],
        "ToolFunction/adder": ["Function/adder"],
        "the stack": ["ToolFunction/adder"],
    }
    function = deployment.of("Function/adder-function")
    assert {key: function[key] for key in ("name", "description", "memorySize", "timeout", "s3Bucket")} == {
        "name": "agents-dev-adder",
        "description": "Tools: add, subtract",
        "memorySize": 256,
        "timeout": 45,
        "s3Bucket": "the-bucket",
    }
    assert "environment" not in function


def test_its_tools_are_plain_ones_that_name_its_newest_version(tmp_path: Path) -> None:
    _, tools = deployed_and_given(tmp_path, reads_data=True)
    assert [tool["name"] for tool in tools] == ["add", "subtract"]
    assert tools[0] == {
        "name": "add",
        "description": "Does add.",
        "input_schema": EMPTY,
        "timeout_seconds": 45,
        "reads_data": True,
        "sends_out": False,
        "function": {"arn": "arn:Function/adder-function:7", "every_version": "arn:Function/adder-function:*"},
    }


@pytest.mark.parametrize(("language", "starts"), [("java", {"applyOn": "PublishedVersions"}), ("python", None), ("go", None)])
def test_only_a_function_in_java_starts_from_a_snapshot(tmp_path: Path, language: str, starts: dict | None) -> None:
    assert deployed(tmp_path, language=language).of("Function/adder-function").get("snapStart") == starts


@pytest.mark.parametrize(("reads_data", "statements"), [(False, [WRITE]), (True, [READ, WRITE])])
def test_it_may_write_data_of_runs_and_read_data_only_if_its_tools_do(tmp_path: Path, reads_data: bool, statements: list) -> None:
    logs, *others = deployed(tmp_path, reads_data=reads_data).statements("RolePolicy/adder-policy")
    assert logs["Sid"] == "WriteLogs"
    assert others == [TRACING, *statements]


def test_it_learns_where_its_own_secrets_are_and_may_read_these_alone(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, secrets={"maps": "A key of Maps"})
    function = deployment.of("Function/adder-function")
    assert function["environment"] == {"variables": {"SECRET_ARN_MAPS": "arn:secret:maps"}}
    _, _, secrets, _ = deployment.statements("RolePolicy/adder-policy")
    assert (secrets["Action"], secrets["Resource"]) == (["secretsmanager:GetSecretValue"], ["arn:secret:maps"])


def test_a_secret_of_its_own_goes_before_the_platforms(tmp_path: Path) -> None:
    function = deployed(tmp_path, {"secret_arns": {"maps": "arn:mine"}}, secrets={"maps": "A key of Maps"}).of(
        "Function/adder-function"
    )
    assert function["environment"] == {"variables": {"SECRET_ARN_MAPS": "arn:mine"}}


SETTINGS = {
    "gateway": {"description": "A URL", "default": "", "pattern": "|https?://.*"},
    "model": {"description": "A model", "default": "sonar", "enum": ["sonar", "sonar-pro"]},
}


def test_its_settings_are_environment_variables_but_for_empty_ones(tmp_path: Path) -> None:
    function = deployed(tmp_path, {"settings": {"model": "sonar-pro"}}, settings=SETTINGS).of("Function/adder-function")
    assert function["environment"] == {"variables": {"SETTING_MODEL": "sonar-pro"}}


def test_it_may_call_every_version_of_the_sandbox_and_knows_the_newest_only_if_its_tools_run_code(tmp_path: Path) -> None:
    deployment = deployed(tmp_path, sandbox=True)
    function = deployment.of("Function/adder-function")
    assert function["environment"] == {"variables": {"SANDBOX_ARN": "arn:sandbox:7"}}
    assert deployment.statements("RolePolicy/adder-policy")[2:] == [
        {"Sid": "UseSandbox", "Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": ["arn:sandbox:*"]},
        WRITE,
    ]


NETWORK = {"subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]}


def test_it_tells_other_tools_what_its_own_resources_are_called(tmp_path: Path) -> None:
    path = Path(written(tmp_path))
    (path / "resources.py").write_text((ROOT / "examples" / "notes" / "resources.py").read_text())

    def program() -> Any:
        return ToolFunction("adder", {"platform": platform(), "folder": str(path)}).environment

    deployment, environment = deploy(program)
    assert environment == {"NOTES_TABLE": "agents-dev-adder"}
    assert deployment.of("Function/adder-function")["environment"]["variables"] == environment


def test_a_folder_that_needs_a_network_is_in_the_one_that_it_is_given(tmp_path: Path) -> None:
    function = deployed(tmp_path, {"network": NETWORK}, network="the database of orders").of("Function/adder-function")
    assert function["vpcConfig"] == {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}


def test_on_the_laptop_it_has_neither_a_network_nor_layers(tmp_path: Path) -> None:
    layer = "arn:${partition}:lambda:${region}:${account}:layer:fonts:3"
    at_home = {"platform": platform(packaging="host")}
    function = deployed(tmp_path, at_home, network="the database", layers=[layer]).of("Function/adder-function")
    assert not {"vpcConfig", "layers"} & function.keys()


def later(value: Any) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


def test_args_that_are_known_later_make_the_same_function(tmp_path: Path) -> None:
    path = written(tmp_path, secrets={"maps": "A key"}, settings=SETTINGS, sandbox=True, network="a database")
    args = {
        "platform": platform(),
        "folder": path,
        "settings": {"model": "sonar-pro"},
        "secret_arns": {"maps": "arn:mine"},
        "network": NETWORK,
        "function_name": "sums",
    }
    now, tools = deploy(lambda: ToolFunction("adder", args).tools)
    then, tools_later = deploy(lambda: ToolFunction("adder", {key: later(value) for key, value in args.items()}).tools)
    for name in now.inputs.keys() - {"BucketObjectv2/adder-package"}:
        assert {**then.of(name), "environment": 0} == {**now.of(name), "environment": 0}
    variables = {"SANDBOX_ARN": "arn:sandbox:7", "SETTING_MODEL": "sonar-pro", "SECRET_ARN_MAPS": "arn:mine"}
    assert now.of("Function/adder-function")["environment"] == {"variables": variables}
    # Whether a value is empty isn't known when the variables are declared.
    assert then.of("Function/adder-function")["environment"] == {"variables": {**variables, "SETTING_GATEWAY": ""}}
    assert tools_later == tools


def test_functions_that_are_declared_one_after_the_other_have_packages_of_their_own(tmp_path: Path) -> None:
    paths = {}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        paths[name] = written(tmp_path / name)
        Path(paths[name]).rename(tmp_path / f"folder-{name}")

    def program() -> None:
        for name in paths:
            ToolFunction(name, {"platform": platform(), "folder": str(tmp_path / f"folder-{name}")})

    deployment, _ = deploy(program)
    keys = [deployment.of(f"BucketObjectv2/{name}-package")["key"] for name in paths]
    assert [key.split("/")[1] for key in keys] == ["folder-one", "folder-two"]


NOT_HERE = "arn:aws:lambda:us-east-1:123456789012:layer:fonts:3"
FX = {"fx": "A key of the bank."}

WRONG: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a folder that isn't there": (
        {},
        {"folder": "lambda/tools/x"},
        "the folder 'lambda/tools/x' doesn't exist. Allowed: a folder",
    ),
    "a folder that is no text": ({}, {"folder": 1}, "folder is a number. Allowed: a text"),
    "no folder": ({}, {"folder": None}, "folder is missing. Allowed: a text. The folder with the code and its `tools.json`"),
    "no platform": ({}, {"platform": None}, "platform is missing. Allowed: an object"),
    "half a platform": ({}, {"platform": {"name_prefix": "x-"}}, "platform.fixed_names is missing. Allowed: true or false"),
    "an unknown arg": ({}, {"plattform": {}}, "there is no plattform (platform?). Allowed: platform, folder, function_name"),
    "another secret": ({}, {"secret_arns": {"x": "arn:x"}}, "secret_arns has 'x', which the folder's tools.json doesn't name"),
    "a missing secret": ({"secrets": FX}, {}, "the folder's tools need the secret fx: A key of the bank. Allowed: its value"),
    "another setting": (
        {},
        {"settings": {"x": "y"}},
        "settings has 'x', which the folder's tools.json doesn't declare",
    ),
    "a setting's value": ({"settings": SETTINGS}, {"settings": {"model": "x"}}, "settings.model is 'x'. Allowed: sonar, sonar-pro"),
    "a setting's type": ({"settings": SETTINGS}, {"settings": {"model": 1}}, "settings.model is a number. Allowed: a text"),
    "a needless network": ({}, {"network": NETWORK}, "network is given, and the folder's tools.json doesn't ask for one"),
    "a missing network": ({"network": "a database"}, {}, "network is missing, and the folder's tools need it for a database"),
    "no sandbox": (
        {"sandbox": True},
        {"platform": platform(sandbox_arn=None)},
        "the platform has no sandbox. Give the Agent",
    ),
    "a layer": (
        {"layers": [NOT_HERE]},
        {},
        f"the folder has the layer {NOT_HERE}. Allowed: one of the platform's region",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_args_are_named_with_what_is_allowed(tmp_path: Path, name: str) -> None:
    changes, args, problem = WRONG[name]
    with pytest.raises(ArgsError) as error:
        deployed(tmp_path, args, **changes)
    first, found = str(error.value).split("\n- ", 1)
    assert first == "ToolFunction 'adder' is given wrong args:"
    assert problem in found


def test_a_wrong_setting_that_is_known_later_may_be_a_secret_and_is_not_repeated(tmp_path: Path) -> None:
    path = written(tmp_path, settings=SETTINGS)

    def program() -> None:
        ToolFunction("adder", {"platform": platform(), "folder": path, "settings": {"model": pulumi.Output.secret("hush")}})

    with pytest.raises(Exception, match=r"settings\.model is wrong\. Allowed: sonar, sonar-pro") as error:
        deploy(program)
    assert "hush" not in str(error.value)


def test_a_platform_in_the_place_of_its_outputs_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)

    def program() -> None:
        ToolFunction("adder", {"platform": pulumi.ComponentResource("a:b:C", "c"), "folder": path})

    with pytest.raises(ArgsError, match=r"platform is the component ComponentResource\. Allowed: its `outputs`"):
        deploy(program)


def test_an_mcp_server_is_asked_with_tls_in_aws(tmp_path: Path) -> None:
    pin = {name: {"name": name, "sha256": "0" * 64} for name in ("add", "subtract")}
    url = {"description": "The URL.", "default": "http://127.0.0.1:8000/mcp", "pattern": mcp.URL}
    changes = {"mcp": {"tools": pin}, "settings": {"url": url}}
    with pytest.raises(
        ArgsError, match=r"settings\.url is 'http://127\.0\.0\.1:8000/mcp'\. Allowed in AWS: a URL that begins with"
    ):
        deployed(tmp_path, **changes)
