"""What the folders of chosen agents need of a stack: a network, layers of its region."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents.declaration import Agent, tools_in
from agents.tools_json import file
from components.function import Network
from components.settings.raw_config import SettingsError
from components.settings.stack_settings import Settings, read
from tests.components.configuration import raw

NETWORK = {"subnetIds": ["subnet-0a1b2c3d", "subnet-0a1b2c3e"], "securityGroupIds": ["sg-0a1b2c3d"]}
OTHER = {**NETWORK, "securityGroupIds": ["sg-11111111"]}
LAPTOP = {"endpoints": [{"lambda": "http://127.0.0.1:1"}]}


@pytest.fixture
def declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that declares agents, each with one folder of its name, with these keys in its tools.json."""
    monkeypatch.setattr(file, "TOOLS_FOLDER", tmp_path)

    def declare(**folders: dict[str, Any]) -> dict[str, Agent]:
        schema = {"type": "object", "properties": {}, "additionalProperties": False}
        for name, needs in folders.items():
            tool = {"name": f"count_{name}", "description": "Counts.", "input_schema": schema}
            flags = {"reads_data": False, "sends_out": False}
            content = {"language": "go", "memory_mb": 128, "timeout_seconds": 10, **flags, **needs, "tools": [tool]}
            (tmp_path / name).mkdir()
            (tmp_path / name / "tools.json").write_text(json.dumps(content))
        return {name: Agent(name, "Counts.", "Count.", tools_in(name), schema) for name in folders}

    return declare


def settings(agents: dict[str, Agent], ours: dict[str, Any], **aws: Any) -> Settings:
    return read(raw({"agents": [*agents], **ours}, **aws), agents)


def test_a_folder_gets_its_own_network_or_else_the_default_one_and_only_if_it_needs_one(declared: Any) -> None:
    agents = declared(orders={"network": "The database."}, stock={"network": "The warehouse."}, sums={})
    networks = settings(agents, {"toolNetworks": {"default": NETWORK, "stock": OTHER}}).tool_networks
    ids = NETWORK["subnetIds"]
    assert networks == {"orders": Network(ids, ["sg-0a1b2c3d"]), "stock": Network(ids, ["sg-11111111"])}


def test_a_stack_without_the_network_that_a_folder_needs_is_refused_with_the_commands_that_ask_for_it(declared: Any) -> None:
    agents = declared(orders={"network": "The orders are in a database of the company's network."})
    with pytest.raises(SettingsError) as error:
        settings(agents, {})
    assert str(error.value).splitlines()[1] == (
        "- agent orders needs a network for the tools of orders. The orders are in a database of the company's network. "
        "Allowed: toolNetworks with the subnetIds and the securityGroupIds of one VPC, for default or for orders alone. "
        "This sets it right: pulumi config set --path 'toolNetworks.default.subnetIds[0]' -s dev && "
        "pulumi config set --path 'toolNetworks.default.subnetIds[1]' -s dev && "
        "pulumi config set --path 'toolNetworks.default.securityGroupIds[0]' -s dev"
    )


def test_a_network_that_is_wrong_is_refused_once_and_not_as_missing_too(declared: Any) -> None:
    agents = declared(orders={"network": "The database."})
    with pytest.raises(SettingsError) as error:
        settings(agents, {"toolNetworks": {"default": {**NETWORK, "subnetIds": []}}})
    assert [line.partition(". ")[0] for line in str(error.value).splitlines()[1:]] == [
        "- toolNetworks.default.subnetIds has no IDs"
    ]


def test_the_laptop_stack_does_without_a_network_and_has_one_that_is_set(declared: Any) -> None:
    agents = declared(orders={"network": "The database."})
    assert settings(agents, {}, **LAPTOP).tool_networks == {}
    assert [*settings(agents, {"toolNetworks": {"default": NETWORK}}, **LAPTOP).tool_networks] == ["orders"]


def test_a_network_for_a_folder_that_needs_none_is_refused(declared: Any) -> None:
    agents = declared(orders={"network": "The database."}, sums={})
    with pytest.raises(SettingsError) as error:
        settings(agents, {"toolNetworks": {"default": NETWORK, "sums": NETWORK}})
    assert str(error.value).splitlines()[1:] == [
        "- toolNetworks has a network for 'sums'. Allowed: default, orders. This sets it right: "
        "pulumi config rm --path 'toolNetworks.sums' -s dev"
    ]


@pytest.mark.parametrize("region", ["${region}", "eu-west-1"])
def test_layers_of_the_stacks_region_are_taken(declared: Any, region: str) -> None:
    layer = f"arn:${{partition}}:lambda:{region}:123456789012:layer:fonts:3"
    assert settings(declared(orders={"layers": [layer]}), {}).tool_folders["orders"].layers == (layer,)


def test_a_layer_of_another_region_is_refused(declared: Any) -> None:
    layer = "arn:aws:lambda:us-east-1:123456789012:layer:fonts:3"
    with pytest.raises(SettingsError) as error:
        settings(declared(orders={"layers": [layer]}), {})
    assert str(error.value).splitlines()[1] == (
        f"- lambda/tools/orders/tools.json has the layer {layer}, and the stack is in eu-west-1. Allowed: a layer of the stack's "
        "region. Write ${region} in its ARN, and publish the layer in each region that you deploy to"
    )


def test_a_function_that_is_built_for_this_machine_has_no_layers(declared: Any) -> None:
    agents = declared(orders={"layers": ["arn:aws:lambda:us-east-1:123456789012:layer:fonts:3"]})
    assert settings(agents, {"packaging": "host"}, **LAPTOP).tool_folders["orders"].layers == ()
