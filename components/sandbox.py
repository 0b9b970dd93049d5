"""The Lambda function that runs the code that a model wrote. By construction it has nothing to lose.

- Its role may write its own log. What its code asks of AWS beside that is refused, whatever other policies say.
- It is given no secret and no setting. Files come in and go out by presigned URLs, which the function of the tool makes.
- It lies in a network without a way out, unless the platform's args say otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pulumi

from agents.folders import ROOT
from components import iam
from components.function import WRITE_LOGS, Function, FunctionArgs, Network
from components.house_rules import NO_RULES, HouseRules
from components.packaging.package import Package
from components.packaging.source import Source
from components.tool_folder import ToolFolder

NAME = "sandbox"
SOURCE = Source(NAME, ROOT / "lambda" / NAME, "python", "tools that run code", is_tool=False)

# The code may use 1 GiB. The rest is for the process that watches it.
MEMORY_MB = 1536

# Seconds that the tool's function has left when the sandbox's time is over: 10 for the start of the sandbox, which its own timeout
# doesn't count, and the rest to answer the model. So the sandbox always ends first.
SECONDS_TO_ANSWER = 20


def sandbox_sources(folders: Iterable[ToolFolder]) -> list[Source]:
    """Return the folder to build, if any of these folders needs a sandbox."""
    return [SOURCE] if any(folder.sandbox for folder in folders) else []


@dataclass(frozen=True)
class SandboxFunctionArgs:
    package: Package
    bucket: pulumi.Input[str]
    """Name of the bucket for the function's code. The role may not use it."""
    tool_timeout_seconds: int
    """Seconds after which Lambda ends a call of the longest of the functions that wait for the sandbox. 30 or more."""
    network: Network | None
    """The network of the function. None: the internet can be reached."""
    physical_name: str
    """The function's name in AWS."""
    rules: HouseRules = NO_RULES
    """The rules for every resource."""


class Sandbox(pulumi.ComponentResource):
    """A function whose code may do nothing at AWS but write its log."""

    arn: pulumi.Output[str]
    """The ARN of the newest version."""
    every_version: pulumi.Output[str]
    """A pattern of the ARNs of all versions, for policies."""

    def __init__(self, name: str, args: SandboxFunctionArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:Sandbox", name, None, opts)
        function = Function(
            name,
            FunctionArgs(
                package=args.package,
                bucket=args.bucket,
                physical_name=args.physical_name,
                description="Runs the code that models write",
                memory_mb=MEMORY_MB,
                timeout_seconds=args.tool_timeout_seconds - SECONDS_TO_ANSWER,
                statements=(_nothing_but_its_log(),),
                traced=False,
                rules=args.rules,
                network=args.network,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = function.arn
        self.every_version = function.every_version
        self.register_outputs({"arn": self.arn})


def _nothing_but_its_log() -> iam.Statement:
    # A policy of another resource could allow it something: many name a whole organization. A Deny prevails over all of them.
    return iam.refuse_code("NothingButItsLog", but_for=WRITE_LOGS)
