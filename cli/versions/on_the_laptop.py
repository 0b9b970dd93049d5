"""Clear the laptop stack's versions after a deployment. There each version has a process, which would stay until `agent down`."""

from typing import Any

import boto3

from cli.ask.stack import LAPTOP, AgentOutputs, Stack
from cli.versions.clear import delete
from cli.versions.published import published_versions
from local.laptop import Laptop
from local.services import aws_environment


def clear_unused(laptop: Laptop) -> None:
    """Delete the versions that nothing uses. A run in flight keeps its own."""
    aws = aws_environment(laptop.folder, laptop.ports)
    step_functions, functions = (
        _client("stepfunctions", aws["AWS_ENDPOINT_URL_SFN"], aws),
        _client("lambda", aws["AWS_ENDPOINT_URL"], aws),
    )
    # All state machines there are the stack's. To ask Pulumi for the outputs would take a second of each deployment.
    machines = step_functions.get_paginator("list_state_machines").paginate()
    agents = {
        machine["name"]: AgentOutputs(machine["name"], machine["stateMachineArn"], machine["name"], "", {}, {})
        for page in machines
        for machine in page["stateMachines"]
    }
    stack = Stack(LAPTOP, agents, "", aws["AWS_REGION"], {"lambda": aws["AWS_ENDPOINT_URL"]})
    for version in published_versions(step_functions, functions, stack):
        if not version.users:
            delete(functions, stack, version)


def _client(service: str, url: str, aws: dict[str, str]) -> Any:
    return boto3.client(
        service,
        region_name=aws["AWS_REGION"],
        endpoint_url=url,
        aws_access_key_id=aws["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=aws["AWS_SECRET_ACCESS_KEY"],
    )
