"""Resource types that the laptop's AWS plugin doesn't know are said before a build."""

import shutil
from pathlib import Path

import pytest

from components.packaging.package import ROOT
from components.packaging.source import Source
from components.tool_folder import ToolFolder
from local.unknown_types import UnknownTypeError, refuse_unknown_types

SERVER = """
import pulumi_aws as aws
from components.tool_resources import ToolResources, ToolResourcesArgs

def resources(args: ToolResourcesArgs) -> ToolResources:
    print("a line of the person's own")
    queue = aws.sqs.Queue(f"{args.name}-queue", opts=args.inside)
    table = aws.rds.Instance(f"{args.name}-db", instance_class="db.t4g.micro", tags={"queue": queue.arn}, opts=args.inside)
    aws.ec2.get_vpc(default=True)
    raise ValueError("an error that a deployment shows")
"""


def tool_folder(folder: Path) -> ToolFolder:
    return ToolFolder(folder.name, 128, False, (), 10, Source(folder.name, folder, "python", "agent clerk"))


def test_types_and_functions_that_the_plugin_does_not_know_are_named_with_the_page_that_says_how_to_add_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "notes", tmp_path / "notes")
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "resources.py").write_text(SERVER)
    with pytest.raises(UnknownTypeError) as error:
        refuse_unknown_types([tool_folder(tmp_path / "notes"), tool_folder(tmp_path / "orders")])
    assert str(error.value) == (
        "agent clerk needs the tools of orders, whose resources.py asks for aws:ec2/getVpc:getVpc, aws:rds/instance:Instance. "
        "The laptop's AWS plugin doesn't know that. How to add a type: docs/how-to/add-a-resource-type.md. A stack in AWS has it"
    )
    refuse_unknown_types([tool_folder(tmp_path / "notes")])


def test_a_module_that_ends_with_an_error_is_left_to_the_deployment(tmp_path: Path) -> None:
    (tmp_path / "resources.py").write_text("import nothing_of_that_name")
    refuse_unknown_types([tool_folder(tmp_path)])
