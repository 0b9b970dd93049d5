"""Reads the settings of what all agents of a stack share, from a stack's configuration or from the args of a platform."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from components.packaging.target import Architecture, Target, host_architecture
from components.regions import has_snap_start
from components.settings.house_settings import HouseSettings, read_house_settings
from components.settings.raw_config import Problems, RawConfig, listed
from components.settings.region import LAPTOPS_SERVICE, known_regions, read_region
from components.settings.tags import read_tags

T = TypeVar("T")

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)

# https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html
MOST_DAYS = 2**31 - 1

_TOPIC_ARN = re.compile(r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:\S+$")


@dataclass(frozen=True)
class PlatformSettings:
    region: str
    target: Target
    """The target that the functions are built for."""
    snap_start: bool
    """True if functions that start slowly start from snapshots. False where AWS has no SnapStart."""
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


def read_platform_settings(
    config: RawConfig, endpoints: Mapping[str, str], functions: Collection[str], problems: Problems
) -> PlatformSettings:
    """Return the settings. Append what is wrong to `problems`. A wrong one is None then, which nobody sees.

    functions: the names of all functions that may have a reservation.
    """

    def value(read: Callable[[], T]) -> T:
        return cast(T, problems.caught(read))

    return PlatformSettings(
        region=value(lambda: read_region(config)),
        target=value(lambda: _target(config, endpoints)),
        snap_start=value(lambda: _snap_start(config)),
        log_retention_days=value(
            lambda: config.integer("logRetentionDays", LOG_RETENTION_DAYS.__contains__, listed(LOG_RETENTION_DAYS), 30)
        ),
        run_retention_days=value(
            lambda: config.integer("runRetentionDays", lambda days: 1 <= days <= MOST_DAYS, f"1 to {MOST_DAYS:,}", 30)
        ),
        delete_data_on_destroy=value(lambda: config.one_of("deleteDataOnDestroy", ("false", "true")) == "true"),
        alarm_topic_arn=value(lambda: _alarm_topic(config)),
        house=read_house_settings(config, functions, problems),
        tags=read_tags(config, problems),
    )


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
