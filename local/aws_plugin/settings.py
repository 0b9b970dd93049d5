"""The `aws:` part of a stack's config, as this provider takes it.

It talks to emulators on this machine and to nothing else: an endpoint which is not a loopback address is refused, and so is a
service without an endpoint. A mistake here can therefore never reach an AWS account.
"""

import ipaddress
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .check import Failure, check_object
from .input_types import ListOf, MapOf, ObjectOf, provider_inputs
from .wire import UNKNOWN

USED = frozenset({"endpoints", "region", "accessKey", "secretKey", "token", "defaultTags"})

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
"""Settings that make the real provider behave with emulators: this one behaves so anyway."""

ENDPOINT_NAMES = {
    "cloudwatch": ("cloudwatch",),
    "iam": ("iam",),
    "lambda": ("lambda",),
    "logs": ("logs", "cloudwatchlogs", "cloudwatchlog"),
    "s3": ("s3", "s3api"),
    "scheduler": ("scheduler",),
    "secretsmanager": ("secretsmanager",),
    "stepfunctions": ("sfn", "stepfunctions"),
    "sts": ("sts",),
}
"""boto3's name of a service to the names that `aws:endpoints` knows it by."""

ONLY_LAPTOP = (
    "This provider is for the laptop stack alone, whose endpoints are on this machine. A stack in AWS uses the real AWS "
    "provider: run `pulumi plugin install resource aws` under a PULUMI_HOME other than the laptop stack's."
)


@dataclass(frozen=True)
class Settings:
    region: str
    access_key: str
    secret_key: str
    token: str | None = None
    endpoints: dict[str, str] = field(default_factory=dict)
    """By the name in `aws:endpoints`."""
    default_tags: dict[str, str] = field(default_factory=dict)


def decode(config: dict[str, Any]) -> dict[str, Any]:
    """The config with its lists and objects as such: Pulumi sends them as JSON texts."""
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
    """Why the decoded config can't be used."""
    known = {name: value for name, value in config.items() if name not in ("version", "pluginDownloadURL")}
    failures = list(check_object(known, provider_inputs()))
    if failures:
        return failures
    failures = [
        Failure(name, f"is not a setting of the laptop stack's provider. It takes: {', '.join(sorted(USED))}")
        for name in sorted(config.keys() - USED - IGNORED)
    ]
    if not config.get("endpoints"):
        # Alone, since a cloud stack that got here has no keys in its config either, and must not be asked for them.
        return [Failure("endpoints", f"is required: a list with one map, service to URL. {ONLY_LAPTOP}")]
    for name in ("region", "accessKey", "secretKey"):
        if not config.get(name):
            failures.append(Failure(name, f"is required: `pulumi config set aws:{name} …`. {ONLY_LAPTOP}"))
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
    """Whether an http(s) URL names this machine by a loopback address, or by `localhost`."""
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


def read_settings(config: dict[str, Any]) -> Settings:
    """The settings of a decoded config that `check_settings` finds nothing wrong with."""
    tags = (config.get("defaultTags") or {}).get("tags") or {}
    endpoints = {service: url for entry in config["endpoints"] for service, url in entry.items()}
    return Settings(
        region=config["region"],
        access_key=config["accessKey"],
        secret_key=config["secretKey"],
        token=config.get("token"),
        endpoints=endpoints,
        default_tags=tags,
    )
