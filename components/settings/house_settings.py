"""Reads the settings by which the owner of an account rules every resource: `components/house_rules.py` says what they do."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from components.house_rules import LOG_LEVELS
from components.llm_catalog.catalog import near
from components.settings.paths import within
from components.settings.raw_config import Problems, RawConfig, listed, shown
from components.settings.region import known_regions

_BOUNDARY = re.compile(r"^arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[\w+=,.@/-]+$")
_KEY = re.compile(r"^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key/[A-Za-z0-9-]+$")

# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
_ROLE_PATH = re.compile(r"^/([\w+=,.@-]+/)*$")
_MOST_IN_A_PATH = 512

# It begins the name of the bucket too, which has no capitals: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_NAME_PREFIX = re.compile(r"^[a-z][a-z0-9-]{0,18}[a-z0-9]$|^[a-z]$")
_BUCKET = re.compile(r"^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")

# The default quota of an account. AWS keeps 100 of them for functions without a reservation.
MOST_CONCURRENCY = 1_000_000


@dataclass(frozen=True)
class HouseSettings:
    """The rules as they stand in the configuration."""

    permissions_boundary: str | None
    role_path: str
    kms_key_arn: str | None
    reserved_concurrency: dict[str, int]
    log_level: str
    tracing: bool
    name_prefix: str | None
    data_bucket: str | None


def read_house_settings(config: RawConfig, functions: Collection[str], problems: Problems) -> HouseSettings:
    """Return the rules. Append what is wrong to `problems`. A wrong one has its default then, which nobody sees.

    functions: the names of all functions that may have a reservation.
    """
    caught = problems.caught
    return HouseSettings(
        permissions_boundary=caught(lambda: _matching(config, "permissionsBoundaryArn", _BOUNDARY, BOUNDARY)) or None,
        role_path=caught(lambda: _role_path(config)) or "/",
        kms_key_arn=caught(lambda: _kms_key(config)) or None,
        reserved_concurrency=_reserved_concurrency(config, functions, problems),
        log_level=caught(lambda: config.one_of("logLevel", ("INFO", *(level for level in LOG_LEVELS if level != "INFO"))))
        or "INFO",
        tracing=caught(lambda: config.one_of("tracing", ("true", "false"))) != "false",
        name_prefix=caught(lambda: _matching(config, "namePrefix", _NAME_PREFIX, NAME_PREFIX)) or None,
        data_bucket=caught(lambda: _matching(config, "dataBucket", _BUCKET, BUCKET)) or None,
    )


BOUNDARY = "the ARN of an IAM policy, arn:aws:iam::<account>:policy/<name>, or empty for no boundary"
NAME_PREFIX = "1 to 20 lower-case letters, digits and -, a letter first and no - last, or empty for the project's name"
BUCKET = "the name of a bucket, 3 to 63 lower-case letters, digits, . and -, or empty for a bucket of the stack's own"


def _matching(config: RawConfig, key: str, pattern: re.Pattern[str], allowed: str) -> str:
    value = config.text(key, allowed, "")
    if value and not re.fullmatch(pattern, value):
        raise config.refused(f"{key} is {value!r}", allowed, config.remove_command(key))
    return value


def _role_path(config: RawConfig) -> str:
    allowed = f"a path in IAM that begins and ends with /, like /agents/, of {_MOST_IN_A_PATH} characters or fewer"
    path = config.text("rolePath", allowed, "/")
    if not re.fullmatch(_ROLE_PATH, path) or len(path) > _MOST_IN_A_PATH:
        meant = f"/{path.strip('/')}/"
        right = meant if re.fullmatch(_ROLE_PATH, meant) and len(meant) <= _MOST_IN_A_PATH else "/"
        raise config.refused(f"rolePath is {path!r}", allowed, config.set_command("rolePath", right))
    return path


def _kms_key(config: RawConfig) -> str:
    region = config.values.get("aws:region", "")
    here = region if region in known_regions() else "<region>"
    allowed = f"the ARN of a key in the stack's region, arn:aws:kms:{here}:<account>:key/<id>, or empty for AWS's own keys"
    arn = config.text("kmsKeyArn", allowed, "")
    found = _KEY.fullmatch(arn)
    if arn and (not found or here not in (found[1], "<region>")):
        given = f"kmsKeyArn is {arn!r}" + (", and an alias may come to mean another key" if ":alias/" in arn else "")
        raise config.refused(given, allowed, config.remove_command("kmsKeyArn"))
    return arn


def _reserved_concurrency(config: RawConfig, functions: Collection[str], problems: Problems) -> dict[str, int]:
    key = "reservedConcurrency"
    names = sorted(functions)
    given = problems.caught(lambda: config.json(key, dict, f"an object of numbers for {listed(names)}", config.remove_command(key)))
    found: dict[str, int] = {}
    for name, value in (given or {}).items():
        path = within(key, name)
        if name not in names:
            meant = near(name, names)
            repair = config.move_command(path, within(key, meant), value) if meant else config.remove_command(path)
            what = f"{key} has the function {name!r}{f' ({meant}?)' if meant else ''}"
            problems.append(str(config.refused(what, listed(names), repair)))
        elif (count := problems.caught(partial(_count, config, path, value))) is not None:
            found[name] = count
    return found


def _count(config: RawConfig, path: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_CONCURRENCY:
        return value
    raise config.refused(f"{path} is {shown(value)}", f"a whole number, 0 to {MOST_CONCURRENCY:,}", config.remove_command(path))
