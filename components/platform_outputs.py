"""A platform as the other components see it: plain values, names and ARNs, by which they find it without its Python objects.

So a tool function or an agent may stand in another program than its platform, in any language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict, TypeVar

import pulumi

from components import plain_args
from components.house_rules import HouseRules
from components.packaging.target import Architecture, Packaging, Target
from components.regions import partition

T = TypeVar("T")


class PlatformOutputs(TypedDict):
    """The output `outputs` of an AgentPlatform."""

    name_prefix: str
    """The beginning of the names in AWS of functions and state machines, like `my-project-dev-`."""
    fixed_names: bool
    """True if the names that Pulumi would make up begin with it too: those of roles and alarms."""
    region: str
    account: pulumi.Input[str]
    packaging: str
    """`aws`: functions are built for AWS Lambda. `host`: for the laptop stack, on this machine."""
    architecture: str
    """The processor of the functions: `arm64` or `x86_64`."""
    snap_start: bool
    """True if functions that start slowly start from snapshots."""
    delete_data_on_destroy: bool
    log_retention_days: int
    log_level: str
    tracing: bool
    role_path: str
    reserved_concurrency: Mapping[str, int]
    tags: Mapping[str, str]
    permissions_boundary_arn: NotRequired[pulumi.Input[str]]
    kms_key_arn: NotRequired[pulumi.Input[str]]
    alarm_topic_arn: NotRequired[pulumi.Input[str]]
    data_bucket: pulumi.Input[str]
    """The bucket's name."""
    data_bucket_arn: pulumi.Input[str]
    llm_caller_arn: pulumi.Input[str]
    """The function that calls the model, with its alias."""
    llm_caller_timeout_seconds: pulumi.Input[int]
    secret_arns: Mapping[str, pulumi.Input[str]]
    """The ARNs of the secrets by name."""
    sandbox_arn: NotRequired[pulumi.Input[str]]
    """The function that runs the code of models, in its newest version."""
    sandbox_every_version: NotRequired[pulumi.Input[str]]


LATER = frozenset(
    {
        *("account", "permissions_boundary_arn", "kms_key_arn", "alarm_topic_arn"),
        *("data_bucket", "data_bucket_arn", "llm_caller_arn", "llm_caller_timeout_seconds"),
        *("secret_arns", "sandbox_arn", "sandbox_every_version"),
    }
)
"""The outputs that may be unknown when resources are declared. The others decide which resources there are, and their names."""


@dataclass(frozen=True)
class Platform:
    """`PlatformOutputs` as a component reads them."""

    name_prefix: str
    account: pulumi.Input[str]
    rules: HouseRules
    target: Target
    snap_start: bool
    delete_data_on_destroy: bool
    data_bucket: pulumi.Input[str]
    data_bucket_arn: pulumi.Input[str]
    llm_caller_arn: pulumi.Input[str]
    llm_caller_timeout_seconds: pulumi.Input[int]
    secret_arns: Mapping[str, pulumi.Input[str]]
    sandbox_arn: pulumi.Input[str] | None
    sandbox_every_version: pulumi.Input[str] | None

    @property
    def placeholders(self) -> dict[str, pulumi.Input[str]]:
        """The values that an ARN may name as `${name}`."""
        return {
            "partition": partition(self.rules.region),
            "region": self.rules.region,
            "account": self.account,
            "project": pulumi.get_project(),
            "stack": pulumi.get_stack(),
        }


def with_platform(component: str, name: str, given: Any, make: Callable[[Platform], T]) -> T | pulumi.Output[T]:
    """Return `make(platform)`: at once if all that decides on resources is known here, else as an Output.

    component, name: whose arg `platform` it is, for the message of an error.

    Resources that are made later depend on those of the platform all the same.
    """
    if isinstance(given, Mapping) and all(plain_args.is_plain(value) for key, value in given.items() if key not in LATER):
        return make(_platform(_read(component, name, given)))
    whole = pulumi.Output.from_input(given)

    def make_later(known: Any) -> T:
        plain = _read(component, name, known)
        return make(_platform({key: _later(whole, key, value) for key, value in plain.items()}))

    return whole.apply(make_later)


def _read(component: str, name: str, given: Any) -> dict[str, Any]:
    if isinstance(given, Mapping):
        # A platform of a later version may say more.
        given = {key: value for key, value in given.items() if key in PlatformOutputs.__annotations__}
    return plain_args.read(component, name, given, PlatformOutputs, "platform")


def _later(whole: pulumi.Output[Any], key: str, value: Any) -> Any:
    """Return a value of the platform as an Output, so that whoever uses it depends on the platform."""
    if key not in LATER:
        return value
    if isinstance(value, Mapping):
        return {inner: whole.apply(lambda _, inner=inner: value[inner]) for inner in value}  # type: ignore[misc]
    return whole.apply(lambda _: value)


def _platform(given: dict[str, Any]) -> Platform:
    architecture: Architecture = "arm64" if given["architecture"] == "arm64" else "x86_64"
    packaging: Packaging = "host" if given["packaging"] == "host" else "aws"
    return Platform(
        given["name_prefix"],
        given["account"],
        HouseRules(
            region=given["region"],
            account=given["account"],
            permissions_boundary=given.get("permissions_boundary_arn"),
            role_path=given["role_path"],
            kms_key_arn=given.get("kms_key_arn"),
            reserved_concurrency=given["reserved_concurrency"],
            log_level=given["log_level"],
            tracing=given["tracing"],
            name_prefix=given["name_prefix"] if given["fixed_names"] else None,
            alarm_topic_arn=given.get("alarm_topic_arn"),
            log_retention_days=given["log_retention_days"],
            tags=given["tags"],
        ),
        Target(packaging, architecture),
        given["snap_start"],
        given["delete_data_on_destroy"],
        given["data_bucket"],
        given["data_bucket_arn"],
        given["llm_caller_arn"],
        given["llm_caller_timeout_seconds"],
        given["secret_arns"],
        given.get("sandbox_arn"),
        given.get("sandbox_every_version"),
    )
