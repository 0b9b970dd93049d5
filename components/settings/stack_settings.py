"""Reads a stack's configuration. No other module reads pulumi.Config.

The whole configuration is checked before the first resource exists, and one error names all that is wrong. The defaults stand only
in `Pulumi.yaml`, from which Pulumi fills them in.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import pulumi
from pulumi.runtime import config as pulumi_config

from agents import AGENTS
from agents.declaration import Agent, Connection
from agents.tools_json.file import tool_folder_names
from components.agent import MOST_IN_A_STATE_MACHINE_NAME
from components.function import MOST_IN_A_FUNCTION_NAME, Network
from components.llm_caller import NAME as CALLER
from components.llm_caller import SOURCE as CALLER_SOURCE
from components.llm_caller import secrets_of
from components.packaging.source import Source
from components.packaging.target import Target
from components.regions import partition
from components.sandbox import NAME as SANDBOX
from components.sandbox import sandbox_sources
from components.settings import keys
from components.settings.chosen_agents import read_agents
from components.settings.connections import read_connections
from components.settings.environment_size import check_environments
from components.settings.house_settings import HouseSettings
from components.settings.llm_settings import Llm, read_llm
from components.settings.namespaces import refuse_wrong_namespaces
from components.settings.platform_settings import read_platform_settings
from components.settings.raw_config import Problems, RawConfig, SettingsError
from components.settings.region import LAPTOPS_SERVICE, read_endpoints
from components.settings.sandbox_network import read_sandbox_network
from components.settings.secrets import Secret, read_secrets, refuse_plain_keys_of_aws
from components.settings.stack_file import read_stack_file
from components.settings.stray_text import without_stray_text
from components.settings.tool_layers import usable_layers
from components.settings.tool_networks import read_tool_networks
from components.settings.tool_settings import check_mcp_urls, check_tool_secrets, read_tool_settings
from components.settings.unknown_keys import refuse_unknown
from components.settings.written_form import texts_as_objects, without_encrypted
from components.tool_folder import ToolFolder, tool_folders

MOST_IN_A_CONNECTION_NAME = 64
MOST_IN_A_ROLE_NAME = 64

T = TypeVar("T")

_STACK = re.compile(r"^[a-zA-Z0-9_-]+$")


@dataclass(frozen=True)
class Settings:
    """The settings of one stack."""

    project: str
    stack: str
    region: str
    endpoints: dict[str, str]
    """URLs by service, for a stack outside AWS. Empty: AWS."""
    llm: Llm
    secrets: dict[str, Secret]
    agents: tuple[Agent, ...]
    connections: tuple[Connection, ...]
    """The connections of the agents' tools."""
    tool_folders: dict[str, ToolFolder]
    """The folders of the agents' tools, by name."""
    tools: dict[str, dict[str, str]]
    """The settings of each of these folders: by the folder's name, then by the setting's name."""
    target: Target
    """The target that the functions are built for."""
    snap_start: bool
    """True if the LLM caller starts from a snapshot. False where AWS has no SnapStart."""
    tool_networks: dict[str, Network]
    """The networks of the folders that need one, by the folder's name."""
    sandbox_is_closed: bool
    """True if the function that runs the code of models is in a network without a way out."""
    log_retention_days: int
    """Days that CloudWatch Logs keeps logs."""
    run_retention_days: int
    """Days that the bucket keeps the data of runs, 1 or more."""
    delete_data_on_destroy: bool
    """True if `pulumi destroy` deletes the bucket together with its data."""
    alarm_topic_arn: str | None
    """ARN of the SNS topic for failed runs. None: no alarms."""
    house: HouseSettings
    """The rules of the account."""
    tags: dict[str, str]
    """Tags of every resource."""
    warnings: tuple[str, ...] = ()
    """What is probably wrong, for the log."""

    def physical_name(self, name: str) -> str:
        """Return the name in AWS of a function or a state machine.

        It is the same at every deployment, and differs between the stacks of an account.
        """
        return f"{self.name_prefix}{name}"

    @property
    def name_prefix(self) -> str:
        """Return the beginning of the names in AWS of the stack's resources."""
        return f"{self.house.name_prefix or self.project}-{self.stack}-"

    @property
    def used_secrets(self) -> set[str]:
        """Return the names of the secrets that the targets and the agents' tools need."""
        return {*secrets_of(self.llm), *(secret for folder in self.tool_folders.values() for secret in folder.secrets)}

    @property
    def secret_prefix(self) -> str:
        """Return the prefix of the names in Secrets Manager of the secrets that the stack keeps."""
        return f"/ai-agent/{self.project}/{self.stack}/"

    @property
    def sources(self) -> list[Source]:
        """Return the folders to build."""
        folders = self.tool_folders.values()
        return [CALLER_SOURCE, *sandbox_sources(folders), *(folder.source for folder in folders)]

    @property
    def secret_arns(self) -> dict[str, str]:
        """Return the ARNs of the secrets by name. One that the stack keeps gets its own only in AWS: this one is as long."""
        kept = f"arn:{partition(self.region)}:secretsmanager:{self.region}:{'0' * 12}:secret:{self.secret_prefix}"
        return {name: secret.arn or f"{kept}{name}-{'0' * 6}" for name, secret in self.secrets.items()}


def load() -> Settings:
    """Return the settings of the stack that Pulumi runs for. Raises SettingsError. Log what is probably wrong."""
    values = {**pulumi_config.get_config_env(), **pulumi_config.CONFIG.get()}
    secret_keys = frozenset(key for key in values if pulumi_config.is_config_secret(key))
    project, stack = pulumi.get_project(), pulumi.get_stack()
    file = read_stack_file(Path(f"Pulumi.{stack}.yaml"), project)
    settings = read(RawConfig(values, secret_keys, project, stack, file, os.environ.get(keys.PULUMI_COMMAND, "pulumi")))
    if keys.PULUMI_COMMAND not in os.environ:
        # The laptop stack's model is chosen by the environment, and is named there.
        for warning in settings.warnings:
            pulumi.log.warn(warning)
    return settings


def read(given: RawConfig, available: Mapping[str, Agent] = AGENTS) -> Settings:
    """Return the settings. Raises SettingsError, which names all that is wrong."""
    problems = Problems()

    def value(read: Callable[[], T]) -> T:
        # A wrong value is None. Nobody sees it: the problems are raised before the settings are returned.
        return cast(T, problems.caught(read))

    refuse_wrong_namespaces(given, problems)
    config = without_stray_text(without_encrypted(given, problems), problems)
    refuse_unknown(config, "", {key: config.value(key) for key in sorted(config.keys(config.project))}, keys.STACK, problems)
    secrets = read_secrets(config, problems)
    agents = read_agents(config, available, problems)
    folders = tool_folders(agents)
    check_tool_secrets(config, folders, secrets, problems)
    endpoints = read_endpoints(config, problems)
    connections = read_connections(config, agents, secrets, problems)
    if LAPTOPS_SERVICE not in endpoints:
        # The keys of the laptop stack are those of the emulator.
        refuse_plain_keys_of_aws(config, problems)
    settings = Settings(
        project=config.project,
        stack=config.stack,
        endpoints=endpoints,
        llm=value(lambda: cast(Llm, read_llm(config, secrets, problems))),
        secrets=cast(dict[str, Secret], secrets),
        agents=agents,
        connections=connections,
        tool_folders=value(lambda: usable_layers(config, folders, problems)),
        tools=read_tool_settings(config, folders, problems),
        tool_networks=read_tool_networks(config, folders, needless=LAPTOPS_SERVICE in endpoints, problems=problems),
        **vars(read_platform_settings(config, endpoints, {CALLER, *tool_folder_names()}, problems)),
        sandbox_is_closed=value(lambda: read_sandbox_network(config, agents, folders, problems)),
        warnings=tuple(problems.warnings),
    )
    if LAPTOPS_SERVICE not in endpoints:
        check_mcp_urls(config, folders, settings.tools, problems)
    if agents:
        value(lambda: _names_fit(config, settings))
    if not problems:
        check_environments(config, settings.llm, settings.tool_folders, settings.tools, settings.secret_arns, problems)
    if problems:
        first = texts_as_objects(config)
        raise SettingsError("\n- ".join([f"the configuration of stack {config.stack} is wrong:", *first, *problems]))
    return settings


def _names_fit(config: RawConfig, settings: Settings) -> None:
    names = [(CALLER, MOST_IN_A_FUNCTION_NAME)]
    names += [(agent.name, MOST_IN_A_STATE_MACHINE_NAME) for agent in settings.agents]
    names += [(connection.name, MOST_IN_A_CONNECTION_NAME) for connection in settings.connections]
    names += [(SANDBOX, MOST_IN_A_FUNCTION_NAME)] if any(folder.sandbox for folder in settings.tool_folders.values()) else []
    names += [(folder, MOST_IN_A_FUNCTION_NAME) for agent in settings.agents for folder in agent.folders]
    if settings.house.name_prefix:
        # The longest of the names that Pulumi makes up otherwise.
        names += [(f"{folder}-tools-role", MOST_IN_A_ROLE_NAME) for agent in settings.agents for folder in agent.folders]
        names += [(f"{agent.name}-role", MOST_IN_A_ROLE_NAME) for agent in settings.agents]
    room = min(most - len(settings.physical_name(name)) for name, most in names)
    most = len(config.stack) + room
    if room < 0 or not _STACK.match(config.stack):
        name = re.sub(r"[^a-zA-Z0-9_-]+", "-", config.stack)[:most]
        raise config.refused(
            f"the stack's name {config.stack!r} becomes a part of names in AWS",
            f"1 to {most} letters, digits, _ and -",
            f"{config.pulumi} stack rename {name} -s {config.stack}",
        )
