"""The `aws:` part of a stack's config, as the AWS plugin takes it.

The plugin talks only to emulators on this machine. It refuses an endpoint that isn't a loopback address, and a service without an
endpoint. So a mistake here can never reach an AWS account.
"""

import ipaddress
import json
import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .check import Failure, check_object
from .input_types import ListOf, MapOf, ObjectOf, provider_inputs
from .wire import UNKNOWN

USED = frozenset({"endpoints", "region", "accessKey", "secretKey", "token", "defaultTags"})

KEYS = {"accessKey": "AWS_ACCESS_KEY_ID", "secretKey": "AWS_SECRET_ACCESS_KEY"}
"""Settings that may come from the environment instead, by its variables."""

IGNORED = frozenset(
    {
        "insecure",
        "maxRetries",
        "s3UsePathStyle",
        "skipCredentialsValidation",
        "skipMetadataApiCheck",
        "skipRegionValidation",
        "skipRequestingAccountId",
        "version",
        "pluginDownloadURL",
    }
)
"""Settings that make Pulumi's real AWS plugin work with emulators. This plugin always works so, and ignores them."""

ENDPOINT_NAMES = {
    "cloudwatch": ("cloudwatch",),
    "dynamodb": ("dynamodb",),
    "events": ("eventbridge", "events", "cloudwatchevents"),
    "ec2": ("ec2",),
    "iam": ("iam",),
    "kms": ("kms",),
    "lambda": ("lambda",),
    "logs": ("logs", "cloudwatchlogs", "cloudwatchlog"),
    "s3": ("s3", "s3api"),
    "scheduler": ("scheduler",),
    "secretsmanager": ("secretsmanager",),
    "sns": ("sns",),
    "sqs": ("sqs",),
    "ssm": ("ssm",),
    "stepfunctions": ("sfn", "stepfunctions"),
    "sts": ("sts",),
}
"""boto3's name of a service → its names in `aws:endpoints`."""

ONLY_LAPTOP = (
    "This AWS plugin is for the laptop stack alone, whose endpoints are on this machine. A stack in AWS uses Pulumi's AWS "
    "plugin: run `pulumi plugin install resource aws` under a PULUMI_HOME other than the laptop stack's."
)


@dataclass(frozen=True)
class Settings:
    region: str
    access_key: str
    secret_key: str
    token: str | None = None
    endpoints: dict[str, str] = field(default_factory=dict)
    """URLs, by the service's name in `aws:endpoints`."""
    default_tags: dict[str, str] = field(default_factory=dict)


def decode(config: dict[str, Any]) -> dict[str, Any]:
    """Return the config with lists and objects decoded. Pulumi sends them as JSON texts."""
    kinds = provider_inputs().fields
    return {name: _decode(value, kinds.get(name)) for name, value in config.items()}


def _decode(value: Any, kind: Any) -> Any:
    if not isinstance(value, str) or kind is None:
        return value
    wants_json = isinstance(kind, ListOf | MapOf | ObjectOf) or getattr(kind, "name", "") in ("boolean", "integer")
    if not wants_json:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def check_settings(config: dict[str, Any]) -> list[Failure]:
    """Return the reasons why the decoded config can't be used."""
    known = {name: value for name, value in config.items() if name not in ("version", "pluginDownloadURL")}
    failures = list(check_object(known, provider_inputs()))
    if failures:
        return failures
    failures = [
        Failure(name, f"is not a setting of the laptop stack's AWS plugin. It takes: {', '.join(sorted(USED))}")
        for name in sorted(config.keys() - USED - IGNORED)
    ]
    if not config.get("endpoints"):
        # This failure is returned alone: a cloud stack that got here by mistake has no keys in its config and must not be asked for
        # them.
        return [Failure("endpoints", f"is required: a list with one map, service to URL. {ONLY_LAPTOP}")]
    if not config.get("region"):
        pulumi = os.environ.get("PULUMI_COMMAND", "pulumi")
        failures.append(Failure("region", f"is required: `{pulumi} config set aws:region us-east-1 -s local`. {ONLY_LAPTOP}"))
    failures += [
        Failure(name, f"is required, as a setting or as {variable}, which `agent env` prints. {ONLY_LAPTOP}")
        for name, variable in KEYS.items()
        if not _key(config, name)
    ]
    if config["endpoints"] is not UNKNOWN:
        failures += [one for entry in config["endpoints"] for one in _check_endpoints(entry)]
    return failures


def _check_endpoints(entry: dict[str, Any]) -> list[Failure]:
    return [
        Failure(f"endpoints.{service}", f"is {url!r}, which is not a loopback address such as 127.0.0.1. {ONLY_LAPTOP}")
        for service, url in sorted(entry.items())
        if url is not UNKNOWN and not is_loopback(url)
    ]


def is_loopback(url: str) -> bool:
    """Return whether an http(s) URL names this machine, by a loopback address or by `localhost`."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username or parts.password:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _key(config: dict[str, Any], name: str) -> Any:
    return config.get(name) or os.environ.get(KEYS[name])


def read_settings(config: dict[str, Any]) -> Settings:
    """Return the settings of a decoded config in which `check_settings` finds nothing wrong."""
    tags = (config.get("defaultTags") or {}).get("tags") or {}
    endpoints = {service: url for entry in config["endpoints"] for service, url in entry.items()}
    return Settings(
        region=config["region"],
        access_key=_key(config, "accessKey"),
        secret_key=_key(config, "secretKey"),
        token=config.get("token"),
        endpoints=endpoints,
        default_tags=tags,
    )
