"""Reads a stack's configuration. No other module reads pulumi.Config.

The whole configuration is checked before the first resource exists, and one error names all that is wrong. The defaults stand only
in `Pulumi.yaml`, from which Pulumi fills them in.
"""

import difflib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import pulumi
from pulumi.runtime import config as pulumi_config

from agents import AGENTS
from agents.declaration import Agent
from agents.errors import DeclarationError
from components.llm_caller import NAME as CALLER
from components.llm_caller import llm_config, secrets_of
from components.packaging.target import Architecture, Target, host_architecture
from components.regions import has_snap_start
from components.settings.llm_settings import Llm, read_llm
from components.settings.raw_config import Problems, RawConfig, SettingsError, listed
from components.settings.secrets import Secret, read_secrets
from components.settings.tool_settings import check_tool_secrets, read_tool_settings
from components.tool_folder import ToolFolder, tool_folders

KEYS = (
    "llm",
    "secrets",
    "agents",
    "tools",
    "packaging",
    "architecture",
    "snapStart",
    "logRetentionDays",
    "runRetentionDays",
    "deleteDataOnDestroy",
    "alarmTopicArn",
    "tags",
)

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
MOST_IN_A_STATE_MACHINE_NAME = 80
MOST_IN_A_FUNCTION_NAME = 64

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_IN_A_FUNCTION_ENVIRONMENT = 4096

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
    log_retention_days: int
    """Days that CloudWatch Logs keeps logs: one of LOG_RETENTION_DAYS."""
    run_retention_days: int
    """Days that the bucket keeps the data of runs, 1 or more."""
    delete_data_on_destroy: bool
    """True if `pulumi destroy` deletes the bucket together with its data."""
    alarm_topic_arn: str | None
    """ARN of the SNS topic for failed runs. None: no alarms."""
    tags: dict[str, str]
    """Tags of every resource."""

    def physical_name(self, name: str) -> str:
        """Return the name in AWS of a function or a state machine.

        It is the same at every deployment, and differs between the stacks of an account.
        """
        return f"{self.project}-{self.stack}-{name}"

    @property
    def used_secrets(self) -> set[str]:
        """Return the names of the secrets that the targets and the agents' tools need."""
        return {*secrets_of(self.llm), *(secret for folder in self.tool_folders.values() for secret in folder.secrets)}

    @property
    def secret_prefix(self) -> str:
        """Return the prefix of the names in Secrets Manager of the secrets that the stack keeps."""
        return f"/ai-agent/{self.stack}/"


def load() -> Settings:
    """Return the settings of the stack that Pulumi runs for. Raises SettingsError."""
    values = {**pulumi_config.get_config_env(), **pulumi_config.CONFIG.get()}
    secret_keys = frozenset(key for key in values if pulumi_config.is_config_secret(key))
    return read(RawConfig(values, secret_keys, pulumi.get_project(), pulumi.get_stack()))


def read(config: RawConfig, available: Mapping[str, Agent] = AGENTS) -> Settings:
    """Return the settings. Raises SettingsError, which names all that is wrong."""
    problems = Problems()

    def value(read: Callable[[], T]) -> T:
        # A wrong value is None. Nobody sees it: the problems are raised before the settings are returned.
        return cast(T, problems.caught(read))

    value(lambda: _refuse_unknown(config))
    secrets = read_secrets(config, problems)
    agents = value(lambda: _agents(config, available))
    folders = tool_folders(agents or ())
    check_tool_secrets(config, folders, secrets, problems)
    settings = Settings(
        project=config.project,
        stack=config.stack,
        region=value(lambda: config.text("aws:region", "a region of AWS", "eu-west-1")),
        endpoints=value(lambda: _endpoints(config)),
        llm=value(lambda: cast(Llm, read_llm(config, secrets, problems))),
        secrets=cast(dict[str, Secret], secrets),
        agents=agents,
        tool_folders=folders,
        tools=read_tool_settings(config, folders, problems),
        target=value(lambda: _target(config)),
        snap_start=value(lambda: _snap_start(config)),
        log_retention_days=value(
            lambda: config.integer("logRetentionDays", LOG_RETENTION_DAYS.__contains__, listed(LOG_RETENTION_DAYS), 30)
        ),
        run_retention_days=value(lambda: config.integer("runRetentionDays", lambda days: days >= 1, "1 or more", 30)),
        delete_data_on_destroy=value(lambda: config.one_of("deleteDataOnDestroy", ("false", "true")) == "true"),
        alarm_topic_arn=value(lambda: _alarm_topic(config)),
        tags=value(lambda: _tags(config)),
    )
    if agents:
        value(lambda: _names_fit(config, settings))
    if settings.llm and settings.region and all(secrets.values()):
        value(lambda: _llm_fits(config, settings))
    if problems:
        raise SettingsError("\n- ".join([f"the configuration of stack {config.stack} is wrong:", *problems]))
    return settings


def _refuse_unknown(config: RawConfig) -> None:
    for key in sorted(config.keys(config.project) - set(KEYS)):
        raise config.refused(f"there is no setting {key!r}", listed(KEYS), config.remove_command(key))


def _agents(config: RawConfig, available: Mapping[str, Agent]) -> tuple[Agent, ...]:
    first = next(iter(available))
    names = config.json("agents", list, f"a list of {listed(available)}", config.set_command("agents[0]", first))
    if not names:
        raise config.refused("agents is empty", f"one or more of {listed(available)}", config.set_command("agents[0]", first))
    for at, name in enumerate(names):
        path = f"agents[{at}]"
        if not isinstance(name, str) or name not in available:
            meant = difflib.get_close_matches(str(name), available, 1) or [first]
            raise config.refused(f"{path} is {name!r}", listed(available), config.set_command(path, meant[0]))
        if name in names[:at]:
            raise config.refused(f"{path} is {name!r} for the second time", "each agent once", config.remove_command(path))
        try:
            _ = available[name]
        except DeclarationError as wrong:
            given = f"{path} is {name!r}, which can't be used: {wrong}"
            raise SettingsError(f"{given}. Mend that, or leave it out: {config.remove_command(path)}") from wrong
    return tuple(available[name] for name in names)


def _target(config: RawConfig) -> Target:
    packaging = config.one_of("packaging", ("aws", "host"))
    architecture: Architecture = "arm64" if config.one_of("architecture", ("arm64", "x86_64")) == "arm64" else "x86_64"
    return Target("host", host_architecture()) if packaging == "host" else Target("aws", architecture)


def _snap_start(config: RawConfig) -> bool:
    wanted = config.one_of("snapStart", ("true", "false")) == "true"
    return (
        wanted and config.values.get(f"{config.project}:packaging") == "aws" and has_snap_start(config.values.get("aws:region", ""))
    )


def _alarm_topic(config: RawConfig) -> str | None:
    allowed = "the ARN of an SNS topic, or empty for no alarms"
    arn = config.text("alarmTopicArn", allowed, '""')
    if arn and not _TOPIC_ARN.match(arn):
        raise config.refused(
            f"alarmTopicArn is {arn!r}", allowed, config.set_command("alarmTopicArn", "'arn:aws:sns:<region>:<account>:<topic>'")
        )
    return arn or None


def _tags(config: RawConfig) -> dict[str, str]:
    example = config.set_command("tags.CostCenter", "data")
    tags = {"Project": config.project, "Stack": config.stack}
    letters = "letters, digits, spaces and _ . : / = + - @"
    for name, value in config.json("tags", dict, "an object of names and texts", example).items():
        remove = config.remove_command(f'tags["{name}"]')
        if not 1 <= len(name) <= 128 or name.lower().startswith("aws:") or not _TAG_TEXT.fullmatch(name):
            raise config.refused(f"tags has the name {name!r}", f"1 to 128 {letters}, not starting with aws:", remove)
        if twin := next((other for other in tags if other.lower() == name.lower() and other != name), None):
            # IAM takes the two for one tag, and refuses it: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
            raise config.refused(f"tags has {name!r} beside {twin!r}", "names that differ in more than capitals", remove)
        text = value if isinstance(value, str) else json.dumps(value)
        if isinstance(value, dict | list) or value is None or len(text) > 256 or not _TAG_TEXT.fullmatch(text):
            raise config.refused(
                f"tags.{name} is {value!r}", f"a text of 256 {letters} or fewer", config.set_command(f"tags.{name}", "…")
            )
        tags[name] = text
    if len(tags) > MOST_TAGS:
        raise config.refused(
            f"there are {len(tags)} tags, Project and Stack among them", f"{MOST_TAGS} or fewer", config.remove_command("tags[…]")
        )
    return tags


def _endpoints(config: RawConfig) -> dict[str, str]:
    if "endpoints" not in config.keys("aws"):
        return {}
    example = config.set_command("aws:endpoints[0].s3", "http://127.0.0.1:4566")
    endpoints: dict[str, str] = {}
    allowed = "a list of objects of services and URLs"
    for at, entry in enumerate(config.json("aws:endpoints", list, allowed, example)):
        if not isinstance(entry, dict):
            raise config.refused(f"aws:endpoints[{at}] is {entry!r}", allowed, config.remove_command(f"aws:endpoints[{at}]"))
        endpoints |= entry
    return dict(sorted(endpoints.items()))


def _llm_fits(config: RawConfig, settings: Settings) -> None:
    kept = f"arn:aws:secretsmanager:{settings.region}:{'0' * 12}:secret:{settings.secret_prefix}"
    arns = {name: secret.arn or f"{kept}{name}-{'0' * 6}" for name, secret in settings.secrets.items()}
    size = len("LLM_CONFIG") + len(json.dumps(llm_config(settings.llm, arns)))
    if size > MOST_IN_A_FUNCTION_ENVIRONMENT:
        raise config.refused(
            f"llm is {size:,} bytes, as an environment variable of the caller",
            f"{MOST_IN_A_FUNCTION_ENVIRONMENT:,}, which is AWS Lambda's limit: fewer targets, or shorter params",
            config.remove_command(f"llm.targets[{len(settings.llm.targets) - 1}]"),
        )


def _names_fit(config: RawConfig, settings: Settings) -> None:
    names = [(CALLER, MOST_IN_A_FUNCTION_NAME)]
    names += [(agent.name, MOST_IN_A_STATE_MACHINE_NAME) for agent in settings.agents]
    names += [(tool.function, MOST_IN_A_FUNCTION_NAME) for agent in settings.agents for tool in agent.tools]
    room = min(most - len(settings.physical_name(name)) for name, most in names)
    most = len(config.stack) + room
    if room < 0 or not _STACK.match(config.stack):
        raise config.refused(
            f"the stack's name {config.stack!r} becomes a part of names in AWS",
            f"1 to {most} letters, digits, _ and -",
            f"pulumi stack rename <name> -s {config.stack}",
        )
