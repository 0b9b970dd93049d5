"""A stack's settings as the args of components: what `__main__.py` hands over."""

from collections.abc import Mapping
from typing import Any, cast

import pulumi

from agents.declaration import Agent, ApiKey, Basic, Connection, OAuth
from components.agent import Agent as AgentComponent
from components.agent import AgentArgs
from components.agent_platform import AgentPlatformArgs, LlmArgs
from components.http_connection import HttpConnection, HttpConnectionArgs
from components.llm_caller import timeout_seconds
from components.settings.llm_settings import Llm
from components.settings.sandbox_network import CLOSED, OPEN
from components.settings.stack_settings import Settings
from components.state_machines.made_up import longest_run_seconds
from components.tool_function import ToolFunction, ToolFunctionArgs


def platform_args(settings: Settings) -> AgentPlatformArgs:
    """Return the args of the stack's platform."""
    house, used = settings.house, sorted(settings.used_secrets)
    waiting = [folder.timeout_seconds for folder in settings.tool_folders.values() if folder.sandbox]
    network = CLOSED if settings.sandbox_is_closed else OPEN
    optional = {
        "name_prefix": house.name_prefix,
        "data_bucket": house.data_bucket,
        "permissions_boundary_arn": house.permissions_boundary,
        "kms_key_arn": house.kms_key_arn,
        "alarm_topic_arn": settings.alarm_topic_arn,
        "sandbox": {"tool_timeout_seconds": max(waiting), "network": network} if waiting else None,
    }
    args = {
        "llm": llm_args(settings.llm),
        "secrets": {name: value for name in used if (value := settings.secrets[name].value) is not None},
        "secret_arns": {name: arn for name in used if (arn := settings.secrets[name].arn)},
        "region": settings.region,
        "packaging": settings.target.packaging,
        "architecture": settings.target.architecture,
        "snap_start": settings.snap_start,
        "tags": settings.tags,
        "run_retention_days": settings.run_retention_days,
        "delete_data_on_destroy": settings.delete_data_on_destroy,
        "log_retention_days": settings.log_retention_days,
        "log_level": house.log_level,
        "tracing": house.tracing,
        "role_path": house.role_path,
        "reserved_concurrency": house.reserved_concurrency,
        **{key: value for key, value in optional.items() if value is not None},
    }
    return cast(AgentPlatformArgs, args)


def llm_args(llm: Llm) -> LlmArgs:
    """Return the arg `llm` of a platform."""
    targets: list[dict[str, Any]] = []
    for target in llm.targets:
        # The settings have been checked, and may say that the model calls tools.
        plain: dict[str, Any] = {"model": target.model, "params": target.params, "client": target.client, "calls_tools": True}
        plain |= {"secret": target.secret} if target.secret else {}
        plain |= {"api_base": target.api_base} if target.api_base else {}
        plain |= {"price": {"input": target.price.input, "output": target.price.output}} if target.price else {}
        targets.append(plain)
    args = {"targets": targets, "fallback_on": llm.fallback_on, "timeout_seconds": llm.timeout_seconds, "memory_mb": llm.memory_mb}
    return cast(LlmArgs, args)


def tool_function_args(settings: Settings, folder: str, platform: pulumi.Input[Mapping[str, Any]]) -> ToolFunctionArgs:
    """Return the args of the function of a folder of `lambda/tools`.

    platform: the outputs of the stack's platform.
    """
    args: ToolFunctionArgs = {
        "platform": platform,
        "folder": str(settings.tool_folders[folder].source.folder),
        "function_name": folder,
        "settings": settings.tools[folder],
    }
    if network := settings.tool_networks.get(folder):
        args["network"] = {"subnet_ids": network.subnet_ids, "security_group_ids": network.security_group_ids}
    return args


def connection_args(settings: Settings, connection: Connection, platform: pulumi.Input[Mapping[str, Any]]) -> HttpConnectionArgs:
    """Return the args of a connection of the agents' tools. The settings have been checked: its secret is a value."""
    secret = settings.secrets[connection.secret].value
    match connection:
        case ApiKey(header=header):
            kind: dict[str, Any] = {"api_key": {"header": header, "value": secret}}
        case Basic(user=user):
            kind = {"basic": {"user": user, "password": secret}}
        case OAuth(token_url=url, client_id=client, scope=scope):
            more = {"scope": scope} if scope else {}
            kind = {"oauth": {"token_url": url, "client_id": client, "client_secret": secret, **more}}
        case _:
            raise TypeError(f"{type(connection).__name__} is no kind of connection: allowed are ApiKey, Basic and OAuth")
    return cast(HttpConnectionArgs, {"platform": platform, **kind})


def agent_args(
    settings: Settings,
    declaration: Agent,
    platform: pulumi.Input[Mapping[str, Any]],
    functions: Mapping[str, ToolFunction],
    connections: Mapping[str, HttpConnection],
    agents: Mapping[str, AgentComponent],
) -> AgentArgs:
    """Return the args of an agent by its declaration.

    functions: the tool functions by the name of their folder. Functions of other agents may be among them.
    connections: the connections by their names. Those of other agents may be among them.
    agents: the agents that it calls, by their names. Others may be among them.
    """
    calls = {
        folder: {"arn": function.function_arn, "every_version": function.every_version} for folder, function in functions.items()
    }
    made = {name: {"arn": connection.connection_arn} for name, connection in connections.items()}
    state_machines = {
        each.name: {
            "arn": agents[each.name].state_machine_arn,
            "timeout_seconds": longest_run_seconds(each, timeout_seconds(settings.llm)),
        }
        for each in declaration.called
    }
    return cast(AgentArgs, {"platform": platform, **declaration.args(calls, made, state_machines)})


def tool_outputs(functions: Mapping[str, ToolFunction]) -> dict[str, dict[str, Any]]:
    """Return what the stack's outputs say of each tool, by its name, or by `<folder>/<name>` where two folders have the name."""
    tools = [(folder, tool) for folder, function in functions.items() for tool in function.tools]
    names = [tool["name"] for _, tool in tools]
    return {
        name if names.count(name) == 1 else f"{folder}/{name}": {
            "functionArn": tool["function"]["arn"],
            "inputSchema": tool["input_schema"],
        }
        for folder, tool in tools
        for name in [tool["name"]]
    }
