"""The parts that the agents of a stack share: data bucket, secrets, the function that calls the model, and the sandbox."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from agents.tools_json.file import LEAST_WITH_A_SANDBOX
from components import packages, plain_args
from components.closed_network import ClosedNetwork, ClosedNetworkArgs
from components.data_bucket import DataBucket, DataBucketArgs
from components.function import MOST_IN_A_FUNCTION_NAME
from components.house_rules import HouseRules
from components.llm_caller import NAME as CALLER
from components.llm_caller import SOURCE, LlmCaller, LlmCallerArgs
from components.plain_args import refused, then
from components.platform_outputs import LATER, PlatformOutputs
from components.sandbox import NAME as SANDBOX
from components.sandbox import SOURCE as SANDBOX_SOURCE
from components.sandbox import Sandbox, SandboxFunctionArgs
from components.secret_store import SecretStore, SecretStoreArgs
from components.settings.args_config import DEFAULTS, args_config
from components.settings.llm_settings import Llm, read_llm
from components.settings.platform_defaults import MISSING, NAMESPACE, is_laptop, with_defaults
from components.settings.platform_settings import PlatformSettings, read_platform_settings
from components.settings.raw_config import Problems
from components.settings.region import LAPTOPS_SERVICE
from components.settings.sandbox_network import CLOSED, OPEN
from components.settings.secrets import ARN, NAME, Secret

MOST_SECONDS = 890
"""The longest timeout of a tool's function."""

THE_ONLY = "platform"
"""The name of a stack's only platform. The names of another platform's parts begin with that platform's name."""


class PriceArgs(TypedDict):
    """The price of a model, in US dollars per million tokens."""

    input: pulumi.Input[float]
    """The price of a million input tokens."""
    output: pulumi.Input[float]
    """The price of a million output tokens."""


class LlmTargetArgs(TypedDict):
    """One model at one provider."""

    model: pulumi.Input[str]
    """LiteLLM's `provider/model`, like `anthropic/claude-sonnet-4-5`."""
    secret: NotRequired[pulumi.Input[str]]
    """The name of the provider's API key in `secrets` or `secret_arns`. Bedrock takes none."""
    api_base: NotRequired[pulumi.Input[str]]
    """The URL of the provider's API, where it isn't the provider's own."""
    params: NotRequired[pulumi.Input[Mapping[str, Any]]]
    """Parameters for the provider, like `max_tokens`."""
    price: NotRequired[pulumi.Input[PriceArgs]]
    """The price, where it isn't that of LiteLLM's table."""
    client: NotRequired[pulumi.Input[str]]
    """`litellm`, or `native` for the provider's own SDK. Default: `litellm`."""
    calls_tools: NotRequired[pulumi.Input[bool]]
    """True allows a model that LiteLLM lists without tools."""


class LlmArgs(TypedDict):
    """The models that agents call, and what happens when one fails."""

    targets: pulumi.Input[Sequence[pulumi.Input[LlmTargetArgs]]]
    """The models, in the order in which they are asked."""
    fallback_on: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """The errors after which the next target is asked: some of rate_limited, unavailable, timeout, context_exceeded, auth,
    bad_request and refused. Default: the first three."""
    timeout_seconds: NotRequired[pulumi.Input[int]]
    """Seconds that one call of one target may take, 1 to 840. Default: 120."""
    memory_mb: NotRequired[pulumi.Input[int]]
    """Memory of the function that calls the models, in MB. Default: 512, or 256 if every target has `client: native`."""


class SandboxArgs(TypedDict):
    """The function that runs the code of models."""

    tool_timeout_seconds: pulumi.Input[int]
    """The longest `timeout_seconds` of the tools whose folders ask for the sandbox, 30 to 890."""
    network: NotRequired[pulumi.Input[str]]
    """`closed`: a VPC of its own, from which only files of runs can be reached. `open`: the internet can be reached. Default:
    `closed`."""


class AgentPlatformArgs(TypedDict):
    """The args of an AgentPlatform."""

    llm: NotRequired[pulumi.Input[LlmArgs]]
    """The models that agents call. Default: the stack's setting `step-functions-agents:llm`. On the laptop stack that setting takes
    the place of this arg."""
    secrets: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """API keys of models and of tools by name. The platform keeps the values in Secrets Manager. Default: the stack's setting
    `step-functions-agents:secrets`."""
    secret_arns: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """The ARNs of secrets that exist already, by name."""
    sandbox: NotRequired[pulumi.Input[SandboxArgs]]
    """The function that runs the code of models. Without it no tool may ask for it."""
    region: NotRequired[pulumi.Input[str]]
    """The region of AWS. Default: that of the configuration, `aws:region`."""
    packaging: NotRequired[pulumi.Input[str]]
    """`aws`: functions are built for AWS Lambda. `host`: for this machine, as the laptop stack needs it. Default: `host` if
    `aws:endpoints` of the configuration names a place for Lambda, else `aws`."""
    architecture: NotRequired[pulumi.Input[str]]
    """The processor of the functions: `arm64` or `x86_64`. Default: `arm64`."""
    snap_start: NotRequired[pulumi.Input[bool]]
    """Whether the LLM caller and functions in Java start from snapshots, where AWS has them. Default: true."""
    name_prefix: NotRequired[pulumi.Input[str]]
    """Takes the place of the project's name in all names in AWS, those of roles and buckets included. Default: the project's name,
    and Pulumi makes up the names of roles and buckets."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of every resource. Default: Project and Stack."""
    data_bucket: NotRequired[pulumi.Input[str]]
    """The name of a bucket that exists already, for this stack alone. Default: the platform makes one."""
    run_retention_days: NotRequired[pulumi.Input[int]]
    """Days that the data bucket keeps the files of a run. Default: 30."""
    delete_data_on_destroy: NotRequired[pulumi.Input[bool]]
    """Whether `pulumi destroy` deletes the data bucket together with the files in it. Default: false."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days that log groups keep a line: one of the numbers that CloudWatch Logs allows. Default: 30."""
    log_level: NotRequired[pulumi.Input[str]]
    """The least level that is logged: `DEBUG`, `INFO`, `WARN` or `ERROR`. Default: `INFO`."""
    tracing: NotRequired[pulumi.Input[bool]]
    """Whether X-Ray traces the runs. Default: true."""
    alarm_topic_arn: NotRequired[pulumi.Input[str]]
    """The ARN of an SNS topic that is told of failed runs, throttled functions, and answers of another model than the first.
    Default: no alarms."""
    permissions_boundary_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the IAM policy that limits every role. Default: none."""
    role_path: NotRequired[pulumi.Input[str]]
    """The path of every role in IAM, like `/agents/`. Default: `/`."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the key that encrypts bucket, logs, secrets, environments and runs. Default: AWS's own keys."""
    reserved_concurrency: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[int]]]]
    """How many executions are kept for a function, which is also its limit, by the name of the function's folder. Default: none."""


_LATER = LATER | {"llm", "secrets", "data_bucket"}
"""Args whose values may be unknown when the resources are declared."""

_OF_SECRETS = ("secrets", "secret_arns")


class AgentPlatform(pulumi.ComponentResource):
    """The parts that the agents of a stack share: the data bucket, the secrets, and the function that calls the model.

    A program needs one. Name it `platform`: if it has another name, the names of its parts begin with that name.
    """

    outputs: pulumi.Input[Mapping[str, Any]]
    """The platform for the arg `platform` of tool functions and agents."""
    data_bucket: pulumi.Output[str]
    """The name of the data bucket."""
    llm_caller_arn: pulumi.Output[str]
    """The ARN of the function that calls the model, with its alias `live`."""

    def __init__(self, name: str, args: AgentPlatformArgs, opts: pulumi.ResourceOptions | None = None):
        given = plain_args.read("AgentPlatform", name, with_defaults(args), AgentPlatformArgs)
        if "llm" not in given:
            raise refused("AgentPlatform", name, MISSING)
        settled = then({**_early(given), **_names(given)}, lambda known: _settle(name, given, known))
        super().__init__("step-functions-agents:index:AgentPlatform", name, None, opts)
        made = then(settled, lambda known: self._make(name, known))
        self.outputs = made
        self.data_bucket = pulumi.Output.from_input(made["data_bucket"])
        self.llm_caller_arn = pulumi.Output.from_input(made["llm_caller_arn"])
        self.register_outputs({"outputs": self.outputs, "data_bucket": self.data_bucket, "llm_caller_arn": self.llm_caller_arn})

    def _make(self, name: str, settled: "_Settled") -> dict[str, Any]:
        """Make the parts, and return the outputs."""
        start = "" if name == THE_ONLY else f"{name}-"
        # Stacks that were deployed before there was a platform have the parts at the top.
        inside = pulumi.ResourceOptions(parent=self, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)])
        settings, house, given = settled.settings, settled.settings.house, settled.given
        prefix = f"{house.name_prefix or pulumi.get_project()}-{pulumi.get_stack()}-{start}"
        plain_args.check_name_in_aws("AgentPlatform", name, f"{prefix}{CALLER}", MOST_IN_A_FUNCTION_NAME)
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=self)).account_id
        rules = HouseRules(
            region=settings.region,
            account=account,
            permissions_boundary=given.get("permissions_boundary_arn"),
            role_path=house.role_path,
            kms_key_arn=given.get("kms_key_arn"),
            reserved_concurrency=house.reserved_concurrency,
            log_level=house.log_level,
            tracing=house.tracing,
            name_prefix=prefix.removesuffix(start) if house.name_prefix else None,
            alarm_topic_arn=given.get("alarm_topic_arn"),
            log_retention_days=settings.log_retention_days,
            tags=settings.tags,
        )
        bucket = DataBucket(
            f"{start}data",
            DataBucketArgs(settings.run_retention_days, settings.delete_data_on_destroy, given.get("data_bucket"), rules),
            inside,
        )
        stored = f"/ai-agent/{pulumi.get_project()}/{pulumi.get_stack()}/{start}"
        secrets = SecretStore(f"{start}secrets", SecretStoreArgs(settled.secrets, settled.secret_arns, stored, rules), inside)
        caller = LlmCaller(
            f"{start}{CALLER}",
            LlmCallerArgs(
                llm=settled.llm,
                secret_arns=secrets.arns,
                snap_start=settings.snap_start,
                package=packages.package_of(SOURCE, settings.target),
                bucket=bucket.name,
                bucket_arn=bucket.arn,
                physical_name=f"{prefix}{CALLER}",
                rules=rules,
            ),
            inside,
        )
        outputs: PlatformOutputs = {
            "name_prefix": prefix,
            "fixed_names": house.name_prefix is not None,
            "region": settings.region,
            "account": account,
            "packaging": settings.target.packaging,
            "architecture": settings.target.architecture,
            "snap_start": settings.snap_start,
            "delete_data_on_destroy": settings.delete_data_on_destroy,
            "log_retention_days": settings.log_retention_days,
            "log_level": house.log_level,
            "tracing": house.tracing,
            "role_path": house.role_path,
            "reserved_concurrency": house.reserved_concurrency,
            "tags": settings.tags,
            "data_bucket": bucket.name,
            "data_bucket_arn": bucket.arn,
            "llm_caller_arn": caller.arn,
            "llm_caller_timeout_seconds": caller.timeout_seconds,
            "secret_arns": secrets.arns,
        }
        optional = {key: given[key] for key in ("permissions_boundary_arn", "kms_key_arn", "alarm_topic_arn") if key in given}
        return {**outputs, **optional, **self._sandbox(settled, bucket, start, prefix, rules, inside)}

    def _sandbox(
        self, settled: "_Settled", bucket: DataBucket, start: str, prefix: str, rules: HouseRules, inside: pulumi.ResourceOptions
    ) -> dict[str, Any]:
        """Make the sandbox and its network, if the args ask for one, and return what the outputs say of it."""
        name, physical_name = f"{start}{SANDBOX}", f"{prefix}{SANDBOX}"
        wanted = settled.given.get("sandbox")
        if wanted is None:
            return {}
        closed = wanted.get("network", CLOSED) == CLOSED
        network = ClosedNetworkArgs(bucket.arn, physical_name, rules)
        sandbox = Sandbox(
            name,
            SandboxFunctionArgs(
                package=packages.package_of(SANDBOX_SOURCE, settled.settings.target),
                bucket=bucket.name,
                tool_timeout_seconds=wanted["tool_timeout_seconds"],
                network=ClosedNetwork(f"{name}-network", network, inside).network if closed else None,
                physical_name=physical_name,
                rules=rules,
            ),
            inside,
        )
        return {"sandbox_arn": sandbox.arn, "sandbox_every_version": sandbox.every_version}


@dataclass(frozen=True)
class _Settled:
    """The args when all that decides on resources is known and checked."""

    given: Mapping[str, Any]
    settings: PlatformSettings
    llm: Llm | pulumi.Output[Llm]
    secrets: Mapping[str, pulumi.Input[str]] = field(repr=False)
    secret_arns: Mapping[str, pulumi.Input[str]]


def _early(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in _LATER}


def _names(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names of the secrets, which decide on resources. Their values don't."""
    found: dict[str, Any] = {}
    for key in _OF_SECRETS:
        values = given.get(key, {})
        # The names are no secrets, and what is made of them isn't either.
        found[key] = [*values] if isinstance(values, Mapping) else pulumi.Output.unsecret(values.apply(lambda known: [*known]))
    return found


def _settle(name: str, given: Mapping[str, Any], known: Mapping[str, Any]) -> _Settled:
    """Return the args, checked. Raises ArgsError.

    given: the args, some of which may be Outputs.
    known: those that decide on resources, and the names of the secrets.
    """
    early = {key: value for key, value in known.items() if key not in _OF_SECRETS}
    later = {key: value for key, value in given.items() if key in _LATER and key != "llm"}
    laptop = is_laptop()
    plain: dict[str, Any] = {
        "region": _region(),
        "packaging": "host" if laptop else "aws",
        **{key: value for key, value in {**early, **later}.items() if key in DEFAULTS and plain_args.is_plain(value)},
        **{key: early[key] for key in ("region", "packaging") if key in early},
    }
    problems = Problems()
    config = args_config(plain)
    functions = early.get("reserved_concurrency", {})
    settings = read_platform_settings(config, {LAPTOPS_SERVICE: ""} if laptop else {}, functions, problems)
    problems += [*_problems_of_secrets(given, known), *_problems_of_a_sandbox(early.get("sandbox"))]
    # A value that comes later counts as set.
    house = settings.house
    found: dict[str, Any] = {
        "permissions_boundary_arn": house.permissions_boundary,
        "kms_key_arn": house.kms_key_arn,
        "alarm_topic_arn": settings.alarm_topic_arn,
        "data_bucket": house.data_bucket,
    }
    found |= {key: value for key, value in later.items() if key in found and not plain_args.is_plain(value)}

    def read_models(llm: Any) -> Llm:
        wrong = Problems()
        models = read_llm(args_config({**plain, "llm": llm}), _known_secrets(given, known), wrong)
        problems.extend(wrong)
        if pulumi.get_project() != NAMESPACE:
            # The settings of the project's own stack are doubted where they are read.
            for doubt in wrong.warnings:
                pulumi.log.warn(f"AgentPlatform {name!r}: {doubt}")
        if problems or models is None:
            raise refused("AgentPlatform", name, *problems)
        return models

    return _Settled(
        {key: value for key, value in {**early, **found}.items() if value is not None},
        settings,
        then(given["llm"], read_models),
        _entries(given, known, "secrets"),
        _entries(given, known, "secret_arns"),
    )


def _region() -> str:
    """Return the region that the AWS provider takes where nothing else is said. Empty: there is none."""
    return pulumi.Config("aws").get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""


def _entries(given: Mapping[str, Any], known: Mapping[str, Any], key: str) -> dict[str, pulumi.Input[str]]:
    """Return the values of `secrets` or `secret_arns` by name. They may be Outputs."""
    values = given.get(key, {})
    if isinstance(values, Mapping):
        return dict(values)
    return {name: values.apply(lambda found, name=name: found[name]) for name in known[key]}


def _known_secrets(given: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Secret | None]:
    return {name: Secret(name, None, None) for key in _OF_SECRETS for name in known[key]}


def _problems_of_secrets(given: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    names = [name for key in _OF_SECRETS for name in known[key]]
    problems = [
        f"secrets has the name {name!r}. Allowed: 1 to 64 letters, digits, _ and -" for name in names if not NAME.fullmatch(name)
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [f"{name} stands in secrets and in secret_arns. Allowed: one of them" for name in twice]
    for name, value in _entries(given, known, "secrets").items():
        # The message doesn't repeat the value.
        if isinstance(value, str) and value.startswith("arn:"):
            problems.append(f"secrets.{name} is an ARN. Allowed: the key itself; an ARN belongs to secret_arns")
        elif isinstance(value, str) and (not value or value != value.strip()):
            problems.append(f"secrets.{name} is empty, or has spaces or line ends around it. Allowed: the key alone")
    for name, arn in _entries(given, known, "secret_arns").items():
        if isinstance(arn, str) and not ARN.fullmatch(arn):
            allowed = "the whole ARN of a secret, arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>"
            problems.append(f"secret_arns.{name} is no such ARN. Allowed: {allowed}")
    return problems


def _problems_of_a_sandbox(sandbox: Mapping[str, Any] | None) -> list[str]:
    if sandbox is None:
        return []
    seconds, network = sandbox["tool_timeout_seconds"], sandbox.get("network", CLOSED)
    problems = []
    if not LEAST_WITH_A_SANDBOX <= seconds <= MOST_SECONDS:
        problems.append(f"sandbox.tool_timeout_seconds is {seconds}. Allowed: {LEAST_WITH_A_SANDBOX} to {MOST_SECONDS}")
    if network not in (CLOSED, OPEN):
        problems.append(f"sandbox.network is {network!r}. Allowed: {CLOSED}, {OPEN}")
    return problems
