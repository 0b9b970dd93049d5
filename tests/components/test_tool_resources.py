"""The resources of a tool's own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pulumi
import pytest

from agents.errors import DeclarationError
from components import tool_resources
from components.house_rules import HouseRules
from components.packaging.package import ROOT
from components.tool_resources import ToolResources, ToolResourcesArgs
from tests.components.deployment import deploy

NOTES = ROOT / "examples" / "notes"


def args(delete_data: bool = True) -> ToolResourcesArgs:
    return ToolResourcesArgs("notes", "agents-dev-notes", {"Project": "agents"}, delete_data, pulumi.ResourceOptions())


@pytest.mark.parametrize("delete_data", [True, False])
def test_a_module_makes_resources_and_says_what_the_function_needs_of_them(tmp_path: Path, delete_data: bool) -> None:
    shutil.copytree(NOTES, tmp_path / "notes")
    made: list[ToolResources] = []
    deployment = deploy(lambda: made.append(tool_resources.make(tmp_path / "notes", args(delete_data))))[0]
    table = deployment.of("Table/notes-table")
    assert (table["hashKey"], table["tags"], table["deletionProtectionEnabled"]) == (
        "subject",
        {"Project": "agents"},
        not delete_data,
    )
    (found,) = made
    assert [*found.environment] == ["NOTES_TABLE"]
    assert [(one["Sid"], one["Action"]) for one in found.statements] == [("Notes", ["dynamodb:GetItem", "dynamodb:PutItem"])]


def test_a_module_keeps_to_the_rules_of_the_account() -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/0a1b"
    made: list[ToolResources] = []
    ruled = replace(args(), rules=HouseRules(kms_key_arn=key))
    deployment = deploy(lambda: made.append(tool_resources.make(NOTES, ruled)))[0]
    assert deployment.of("Table/notes-table")["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": key}
    assert [(one["Sid"], one["Resource"]) for one in made[0].statements][1:] == [("UseKey", [key])]


def test_a_folder_without_the_module_has_no_resources(tmp_path: Path) -> None:
    assert tool_resources.make(tmp_path, args()) == ToolResources()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "x = 1\n",
            "lambda/tools/own/resources.py has no function resources(args: ToolResourcesArgs) -> ToolResources. Add it",
        ),
        (
            "def resources(args):\n    return {}\n",
            "resources() of lambda/tools/own/resources.py returned dict: allowed is a ToolResources",
        ),
        (
            "from components.tool_resources import ToolResources\n"
            "def resources(args):\n    return ToolResources(environment={'AWS_REGION': 'x'})\n",
            "lambda/tools/own/resources.py sets the environment variable AWS_REGION: allowed is a name that doesn't begin with "
            "AWS_, LAMBDA_, SANDBOX_, SECRET_ARN_, SETTING_",
        ),
    ],
)
def test_a_module_that_cannot_be_used_is_refused(tmp_path: Path, text: str, message: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "resources.py").write_text(text)
    with pytest.raises(DeclarationError) as error:
        tool_resources.make(folder, args())
    assert str(error.value) == message
