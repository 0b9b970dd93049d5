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
from agents.declaration import Agent
from agents.tools_json.file import tool_folder_names
from components.function import Network
from components.house_rules import HouseRules
from components.llm_caller import NAME as CALLER
from components.llm_caller import secrets_of
from components.packaging.target import Architecture, Target, host_architecture
from components.regions import has_snap_start, partition
from components.sandbox import NAME as SANDBOX
from components.settings import keys
from components.settings.chosen_agents import read_agents
from components.settings.environment_size import check_environments
from components.settings.house_settings import HouseSettings, read_house_settings
from components.settings.llm_settings import Llm, read_llm
from components.settings.namespaces import refuse_wrong_namespaces
from components.settings.raw_config import Problems, RawConfig, SettingsError, listed
from components.settings.region import LAPTOPS_SERVICE, known_regions, read_endpoints, read_region
from components.settings.sandbox_network import read_sandbox_network
from components.settings.secrets import Secret, read_secrets, refuse_plain_keys_of_aws
from components.settings.stack_file import read_stack_file
from components.settings.stray_text import without_stray_text
from components.settings.tags import read_tags
from components.settings.tool_layers import usable_layers
from components.settings.tool_networks import read_tool_networks
from components.settings.tool_settings import check_mcp_urls, check_tool_secrets, read_tool_settings
from components.settings.unknown_keys import refuse_unknown
from components.settings.written_form import texts_as_objects, without_encrypted
from components.tool_folder import ToolFolder, tool_folders

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
MOST_IN_A_STATE_MACHINE_NAME = 80
MOST_IN_A_FUNCTION_NAME = 64
MOST_IN_A_ROLE_NAME = 64

# https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html
MOST_DAYS = 2**31 - 1

T = TypeVar("T")

_TOPIC_ARN = re.compile(r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:\S+$")
_STACK = re.compile(r"^[a-zA-Z0-9_-]+$")

# The characters that the strictest services allow, IAM and Lambda among them.
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
_TAG_TEXT = re.compile(r"[\w .:/=+@-]*")
MOST_TAGS = 50


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
    """Days that CloudWatch Logs keeps logs: one of LOG_RETENTION_DAYS."""
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

    def rules(self, account: pulumi.Input[str]) -> HouseRules:
        """Return the rules for the components."""
        house = self.house
        return HouseRules(
            region=self.region,
            account=account,
            permissions_boundary=house.permissions_boundary,
            role_path=house.role_path,
            kms_key_arn=house.kms_key_arn,
            reserved_concurrency=house.reserved_concurrency,
            log_level=house.log_level,
            tracing=house.tracing,
            name_prefix=self.name_prefix if house.name_prefix else None,
            alarm_topic_arn=self.alarm_topic_arn,
        )

    @property
    def used_secrets(self) -> set[str]:
        """Return the names of the secrets that the targets and the agents' tools need."""
        return {*secrets_of(self.llm), *(secret for folder in self.tool_folders.values() for secret in folder.secrets)}

    @property
    def secret_prefix(self) -> str:
        """Return the prefix of the names in Secrets Manager of the secrets that the stack keeps."""
        return f"/ai-agent/{self.project}/{self.stack}/"

    @property
    def placeholders(self) -> dict[str, str]:
        """Return the values of the placeholders in a tools.json, but for the account's."""
        return {"partition": partition(self.region), "region": self.region, "project": self.project, "stack": self.stack}

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
    if LAPTOPS_SERVICE not in endpoints:
        # The keys of the laptop stack are those of the emulator.
        refuse_plain_keys_of_aws(config, problems)
    settings = Settings(
        project=config.project,
        stack=config.stack,
        region=value(lambda: read_region(config)),
        endpoints=endpoints,
        llm=value(lambda: cast(Llm, read_llm(config, secrets, problems))),
        secrets=cast(dict[str, Secret], secrets),
        agents=agents,
        tool_folders=value(lambda: usable_layers(config, folders, problems)),
        tools=read_tool_settings(config, folders, problems),
        target=value(lambda: _target(config, endpoints)),
        snap_start=value(lambda: _snap_start(config)),
        tool_networks=read_tool_networks(config, folders, needless=LAPTOPS_SERVICE in endpoints, problems=problems),
        sandbox_is_closed=value(lambda: read_sandbox_network(config, agents, folders, problems)),
        log_retention_days=value(
            lambda: config.integer("logRetentionDays", LOG_RETENTION_DAYS.__contains__, listed(LOG_RETENTION_DAYS), 30)
        ),
        run_retention_days=value(
            lambda: config.integer("runRetentionDays", lambda days: 1 <= days <= MOST_DAYS, f"1 to {MOST_DAYS:,}", 30)
        ),
        delete_data_on_destroy=value(lambda: config.one_of("deleteDataOnDestroy", ("false", "true")) == "true"),
        alarm_topic_arn=value(lambda: _alarm_topic(config)),
        house=read_house_settings(config, {CALLER, *tool_folder_names()}, problems),
        tags=read_tags(config, problems),
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


def _target(config: RawConfig, endpoints: Mapping[str, str]) -> Target:
    packaging = config.one_of("packaging", ("aws", "host"))
    architecture: Architecture = "arm64" if config.one_of("architecture", ("arm64", "x86_64")) == "arm64" else "x86_64"
    if packaging == "host" and LAPTOPS_SERVICE not in endpoints:
        raise config.refused(
            f"packaging is 'host', and aws:endpoints has no {LAPTOPS_SERVICE}: AWS can't run what is built for this machine",
            "aws; host for the laptop stack, whose endpoints are on this machine",
            config.set_command("packaging", "aws"),
        )
    return Target("host", host_architecture()) if packaging == "host" else Target("aws", architecture)


def _snap_start(config: RawConfig) -> bool:
    wanted = config.one_of("snapStart", ("true", "false")) == "true"
    return (
        wanted and config.values.get(f"{config.project}:packaging") == "aws" and has_snap_start(config.values.get("aws:region", ""))
    )


def _alarm_topic(config: RawConfig) -> str | None:
    allowed = "the ARN of an SNS topic, arn:aws:sns:<region>:<account>:<topic>, or empty for no alarms"
    arn = config.text("alarmTopicArn", allowed, "")
    if arn and not _TOPIC_ARN.match(arn):
        raise config.refused(f"alarmTopicArn is {arn!r}", allowed, config.remove_command("alarmTopicArn"))
    region = config.values.get("aws:region", "")
    if arn and region in known_regions() and arn.split(":")[3] != region:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
        given = f"alarmTopicArn is {arn!r}, and an alarm tells topics of its own region alone"
        raise config.refused(given, f"a topic in {region}, or empty for no alarms", config.remove_command("alarmTopicArn"))
    return arn or None


def _names_fit(config: RawConfig, settings: Settings) -> None:
    names = [(CALLER, MOST_IN_A_FUNCTION_NAME)]
    names += [(agent.name, MOST_IN_A_STATE_MACHINE_NAME) for agent in settings.agents]
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
