"""One folder of tools as one Lambda function, which runs all tools of its `tools.json`."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import pulumi

from agents.errors import DeclarationError
from agents.tools_json.file import read_tools_json_in
from components import iam, packages, plain_args, tool_layers, tool_permissions, tool_resources
from components.data_bucket import INPUTS, RUNS, every_object
from components.function import MOST_IN_A_FUNCTION_NAME, Function, FunctionArgs, Network
from components.plain_args import refused, then
from components.platform_outputs import Platform, with_platform
from components.secret_store import may_read
from components.settings.tool_settings import environment
from components.tool_folder import ToolFolder, read_tool_folder_in, unfit


class NetworkArgs(TypedDict):
    """The place of a function in a VPC."""

    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets of one VPC, in two zones or more: Lambda goes on when a zone fails."""
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Security groups of the VPC, whose rules all count."""


class ToolFunctionArgs(TypedDict):
    """The args of a ToolFunction."""

    platform: pulumi.Input[Mapping[str, Any]]
    """The `outputs` of the AgentPlatform."""
    folder: pulumi.Input[str]
    """The folder with the code and its `tools.json`, like `lambda/tools/orders`: a path from the program on."""
    function_name: NotRequired[pulumi.Input[str]]
    """The function's name in AWS, after the platform's prefix. Default: the component's name."""
    settings: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Values of the settings that the folder's `tools.json` declares, by name. Default: those of the `tools.json`."""
    secret_arns: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """ARNs of the secrets that the folder's `tools.json` names. Default: the platform's secrets of these names."""
    network: NotRequired[pulumi.Input[NetworkArgs]]
    """The place in a VPC, for a folder whose `tools.json` says that it needs one."""


class ToolFunction(pulumi.ComponentResource):
    """A Lambda function that is built from a folder, and runs the tools of the folder's `tools.json`.

    It may write the results of runs, read them if its tools do, and what its `tools.json` and its `resources.py` ask for.
    """

    function_arn: pulumi.Output[str]
    """The ARN of the newest version."""
    every_version: pulumi.Output[str]
    """A pattern for the ARNs of all versions, for policies. A run calls the version that it began with, which may be an old one."""
    environment: pulumi.Output[Mapping[str, str]]
    """The environment variables that the folder's `resources.py` gives, such as the name of its table, for tools of other kinds."""
    tools: Any
    """The tools for the arg `tools` of agents: a list of plain tools. It may also stand in a list with other tools."""

    def __init__(self, name: str, args: ToolFunctionArgs, opts: pulumi.ResourceOptions | None = None):
        given = plain_args.read("ToolFunction", name, args, ToolFunctionArgs)
        folder = then(given["folder"], lambda path: _folder(name, path))
        super().__init__("step-functions-agents:index:ToolFunction", name, None, opts)

        def make(platform: Platform) -> Any:
            return then([folder, given.get("function_name", name)], lambda known: self._make(name, given, platform, *known))

        made = with_platform("ToolFunction", name, given["platform"], make)
        self.function_arn = pulumi.Output.from_input(made["arn"])
        self.every_version = pulumi.Output.from_input(made["every_version"])
        self.environment = pulumi.Output.from_input(made["environment"])
        self.tools = made["tools"]
        self.register_outputs({"function_arn": self.function_arn, "environment": self.environment})

    def _make(
        self, name: str, given: Mapping[str, Any], platform: Platform, folder: ToolFolder, function_name: str
    ) -> dict[str, Any]:
        """Make the function, and return its ARN, the environment of its own resources, and its tools."""
        inside = pulumi.ResourceOptions(parent=self)
        rules, physical_name = platform.rules, f"{platform.name_prefix}{function_name}"
        plain_args.check_name_in_aws("ToolFunction", name, physical_name, MOST_IN_A_FUNCTION_NAME)
        secrets = _secrets(name, folder, given.get("secret_arns", {}), platform)
        settings = _settings(name, folder, given.get("settings", {}))
        _refuse_plain_url(name, folder, settings, platform)
        network = _network(name, folder, given.get("network"), platform)
        sandbox_arn, every_sandbox = _sandbox(name, folder, platform)
        runs, inputs = every_object(platform.data_bucket_arn, RUNS), every_object(platform.data_bucket_arn, INPUTS)
        # A run in flight calls an older version of the tool, which calls the version of the sandbox that it was deployed with.
        calls = [iam.allow("UseSandbox", ["lambda:InvokeFunction"], every_sandbox)] if every_sandbox is not None else []
        reads = [iam.allow("ReadData", ["s3:GetObject"], runs, inputs)] if folder.reads_data else []
        own = tool_resources.make(
            folder.source.folder,
            tool_resources.ToolResourcesArgs(
                function_name,
                physical_name,
                rules.tags,
                platform.delete_data_on_destroy,
                pulumi.ResourceOptions(parent=self),
                rules,
            ),
        )
        # After all that can be wrong with the folder's own resources, because a build takes long.
        package = packages.package_of(folder.source, platform.target)
        function = Function(
            name,
            FunctionArgs(
                package=package,
                bucket=platform.data_bucket,
                physical_name=physical_name,
                description=f"Tools: {', '.join(folder.tools)}"[:256],
                memory_mb=folder.memory_mb,
                timeout_seconds=folder.timeout_seconds,
                statements=(
                    *may_read(secrets),
                    *rules.may_use_key("s3", *(["secretsmanager"] if secrets else [])),
                    *reads,
                    *calls,
                    iam.allow("WriteData", ["s3:PutObject"], runs),
                    *tool_permissions.statements(folder.permissions, platform.placeholders),
                    *own.statements,
                ),
                environment={**environment(settings, secrets, sandbox_arn), **own.environment},
                rules=rules,
                ephemeral_storage_mb=folder.ephemeral_storage_mb,
                reserved_concurrency=folder.reserved_concurrency,
                layers=tool_layers.arns(_layers(name, folder, platform), platform.placeholders),
                network=network,
                # Java starts slowest, and AWS charges nothing for its snapshots:
                # https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-pricing
                snap_start=platform.snap_start and folder.source.language == "java",
            ),
            opts=inside,
        )
        call = {"arn": function.arn, "every_version": function.every_version}
        return {**call, "environment": dict(own.environment), "tools": _tools(folder, call)}


def _tools(folder: ToolFolder, call: Mapping[str, Any]) -> list[dict[str, Any]]:
    declared = read_tools_json_in(folder.source.folder)
    of_all = {
        "timeout_seconds": declared["timeout_seconds"],
        "reads_data": bool(declared["reads_data"] or declared.get("holds_data")),
        "sends_out": bool(declared["sends_out"]),
    }
    return [{**tool, **of_all, "function": dict(call)} for tool in declared["tools"]]


def _folder(name: str, path: str) -> ToolFolder:
    try:
        return read_tool_folder_in(Path(path), f"the ToolFunction {name}")
    except DeclarationError as wrong:
        raise refused("ToolFunction", name, str(wrong)) from wrong


def _secrets(name: str, folder: ToolFolder, given: Any, platform: Platform) -> dict[str, pulumi.Input[str]]:
    """Return the ARNs of the folder's secrets by name. Raises ArgsError for one that nobody has.

    given: the arg `secret_arns`. As an Output it has to have all of them.
    """
    own = given if isinstance(given, Mapping) else {secret: given[secret] for secret in folder.secrets}
    known = {**platform.secret_arns, **own}
    problems = [
        f"secret_arns has {secret!r}, which the folder's tools.json doesn't name. Allowed: {_listed(folder.secrets)}"
        for secret in own
        if secret not in folder.secrets
    ]
    problems += [
        f"the folder's tools need the secret {secret}: {what.rstrip('.')}. Allowed: its value in `secrets` of the AgentPlatform, "
        "or its ARN in `secret_arns` of either"
        for secret, what in folder.secrets.items()
        if secret not in known
    ]
    if problems:
        raise refused("ToolFunction", name, *problems)
    return {secret: known[secret] for secret in folder.secrets}


def _settings(name: str, folder: ToolFolder, given: Any) -> dict[str, pulumi.Input[str]]:
    """Return all settings of the folder, with the defaults filled in. Raises ArgsError for a wrong one."""
    declared = folder.settings
    defaults = {key: setting.default for key, setting in declared.items()}

    def checked(values: Mapping[str, Any], shown: bool = False) -> dict[str, Any]:
        """shown: the values stand in the program. One that comes later may be a secret, and its error doesn't repeat it."""
        problems = [
            f"settings has {key!r}, which the folder's tools.json doesn't declare. Allowed: {_listed(declared)}"
            for key in values
            if key not in declared
        ]
        problems += [
            f"settings.{key} is {repr(value) if shown else 'wrong'}. Allowed: {allowed}"
            for key, value in values.items()
            if key in declared and plain_args.is_plain(value) and (allowed := unfit(declared[key], value))
        ]
        if problems:
            raise refused("ToolFunction", name, *problems)
        return {**defaults, **values}

    if not isinstance(given, Mapping):
        whole = given.apply(checked)
        return {key: whole[key] for key in defaults}
    checked(given, shown=True)
    later = {key: value for key, value in given.items() if not plain_args.is_plain(value)}
    return {**defaults, **given, **{key: then({key: value}, checked)[key] for key, value in later.items()}}


def _refuse_plain_url(name: str, folder: ToolFolder, settings: Mapping[str, Any], platform: Platform) -> None:
    """Raise ArgsError for an MCP server that a function in AWS would ask without TLS."""
    url = settings.get("url")
    if folder.mcp and platform.target.packaging == "aws" and isinstance(url, str) and not url.startswith("https://"):
        raise refused("ToolFunction", name, f"settings.url is {url!r}. Allowed in AWS: a URL that begins with https://")


def _network(name: str, folder: ToolFolder, given: Any, platform: Platform) -> Network | None:
    """Return the folder's place in a VPC. Raises ArgsError if it needs one and has none, or the other way round."""
    if given is not None and folder.network:
        return Network(given["subnet_ids"], given["security_group_ids"])
    if given is not None:
        problem = "network is given, and the folder's tools.json doesn't ask for one. Say in it what for, or leave the arg out"
        raise refused("ToolFunction", name, problem)
    if folder.network and platform.target.packaging != "host":
        problem = f"network is missing, and the folder's tools need it for {folder.network}"
        raise refused("ToolFunction", name, f"{problem}. Allowed: an object of subnet_ids, security_group_ids")
    return None


def _layers(name: str, folder: ToolFolder, platform: Platform) -> tuple[str, ...]:
    """Return the folder's layers. A function that is built for this machine gets none: a layer is for Lambda's own Linux."""
    if platform.target.packaging == "host":
        return ()
    region = platform.rules.region
    if elsewhere := [layer for layer in folder.layers if layer.split(":")[3] not in (region, "${region}")]:
        problem = f"the folder has the layer {elsewhere[0]}. Allowed: one of the platform's region, {region}"
        raise refused("ToolFunction", name, problem)
    return folder.layers


def _sandbox(name: str, folder: ToolFolder, platform: Platform) -> tuple[Any, Any]:
    """Return the ARN of the sandbox and the pattern of all its versions, if the folder's tools run code. Raises ArgsError."""
    if not folder.sandbox:
        return None, None
    if platform.sandbox_arn is None:
        problem = "the folder's tools run code, and the platform has no sandbox. Give the AgentPlatform the arg `sandbox`"
        raise refused("ToolFunction", name, problem)
    return platform.sandbox_arn, platform.sandbox_every_version


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
