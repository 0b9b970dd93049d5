"""Deploys a program on Pulumi's mocks, and keeps what it registers."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2

from components.packaging.package import Package
from components.packaging.target import Runtime
from tests.components.configuration import PROJECT

# What every function may do, beside writing to its own log group.
TRACING = {"Sid": "Trace", "Effect": "Allow", "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": ["*"]}


@dataclass
class Deployment(Mocks):
    """Gives each resource an ARN, `arn:<type>/<logical name>`, and keeps its inputs."""

    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By `<type>/<logical name>`, the type without its package and module: `Role/sql-role`."""
    parents: dict[str, str] = field(default_factory=dict)
    """By the same names."""
    waits_for: dict[str, list[str]] = field(default_factory=dict)
    """By the same names: what has to be there first, whether an input comes from it or it is named in `depends_on`. Sorted."""
    places: dict[str, list[str]] = field(default_factory=dict)
    """By the same names: `<types of parents>$<type>::<name>`, as it is now and as its aliases say that it may have been."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        kind = _kind(args.typ)
        key = f"{kind}/{args.name}"
        assert key not in self.inputs, f"two resources are {key}"
        self.inputs[key] = dict(args.inputs)
        named = {} if "name" in args.inputs else {"name": f"{args.name}-0a1b2c3"}
        named |= {"version": "7", "qualifiedArn": f"arn:{kind}/{args.name}:7"} if kind == "Function" else {}
        named |= {"bucket": f"{args.name}-0a1b2c3"} if kind == "Bucket" else {}
        named |= {"defaultRouteTableId": "rtb-main"} if kind == "Vpc" else {}
        named |= {"prefixListId": "pl-of-s3"} if kind == "VpcEndpoint" else {}
        named |= {"secretArn": args.inputs["secretId"]} if kind == "SecretVersion" else {}
        return f"{args.name}-id", {**args.inputs, **named, "arn": f"arn:{kind}/{args.name}"}

    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the program asked the provider: the arguments, by the names of its functions."""

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        self.asked[args.token] = dict(args.args)
        return {
            "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "123456789012"},
            "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ["eu-west-1a", "eu-west-1b", "eu-west-1c"]},
            "aws:s3/getBucket:getBucket": {**args.args, "arn": f"arn:aws:s3:::{args.args.get('bucket')}"},
        }[args.token]

    def of(self, resource: str) -> dict[str, Any]:
        return self.inputs[resource]

    def statements(self, policy: str) -> list[dict[str, Any]]:
        """Of a policy like `RolePolicy/sql-policy`."""
        document = json.loads(self.inputs[policy]["policy"])
        assert document["Version"] == "2012-10-17"
        return document["Statement"]

    def tree(self) -> dict[str, list[str]]:
        """The children of each component and of `the stack`, sorted."""
        children: dict[str, list[str]] = {}
        for child, parent in sorted(self.parents.items()):
            children.setdefault(parent, []).append(child)
        return children


class _Monitor(MockMonitor):
    """Notes parents and dependencies, which Pulumi tells a monitor and not its mocks."""

    def RegisterResource(self, request: Any) -> Any:
        if request.type != "pulumi:pulumi:Stack":
            key, parent = f"{_kind(request.type)}/{request.name}", _key(request.parent)
            self.mocks.parents[key] = "the stack" if parent.startswith("Stack/") else parent
            self.mocks.waits_for[key] = sorted(map(_key, request.dependencies))
            urns = [self.make_urn(request.parent, request.type, request.name), *request.aliasURNs]
            own = [urn.split("::", 2)[2] for urn in urns]
            self.mocks.places[key] = [*own, *self._inherited(request, parent)]
        return super().RegisterResource(request)

    def _inherited(self, request: Any, parent: str) -> list[str]:
        """Return the places that a child has by the aliases of its parent, as Pulumi's engine does."""
        now, *before = self.mocks.places.get(parent, [""])
        parent_name = now.rpartition("::")[2]
        found = []
        for types, _, name in (place.rpartition("::") for place in before):
            child = f"{name}{request.name[len(parent_name) :]}" if request.name.startswith(parent_name) else request.name
            found.append(f"{types}${request.type}::{child}")
        return found

    def GetDeploymentInfo(self, request: Any) -> Any:
        # An engine without alias specs is told whole URNs, those that children inherit among them.
        info = super().GetDeploymentInfo(request)
        info.supportedFeatures.remove(resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS)
        return info

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Return the URN as Pulumi's engine makes it."""
        above = "" if not parent or "pulumi:pulumi:Stack::" in parent else f"{parent.split('::')[2]}$"
        return "::".join([f"urn:pulumi:{pulumi.get_stack()}", pulumi.get_project(), f"{above}{type_}", name])


def _key(urn: str) -> str:
    kind, name = urn.split("::")[-2:]
    return f"{_kind(kind)}/{name}"


def _kind(type_in_urn: str) -> str:
    return type_in_urn.split("$")[-1].split(":")[-1]


def deploy(program: Callable[[], Any], stack: str = "dev") -> tuple[Deployment, Any]:
    """Runs a program to its end; returns what it registered and what it returned, outputs resolved."""
    deployment = Deployment()
    returned: list[Any] = []
    pulumi.runtime.set_mocks(deployment, project=PROJECT, stack=stack, monitor=_Monitor(deployment))

    @pulumi.runtime.test
    def run() -> Any:
        return pulumi.Output.from_input(program()).apply(returned.append)

    run()
    return deployment, returned[0] if returned else None


def comparable(inputs: dict[str, Any]) -> dict[str, Any]:
    """Files by their paths: two of the same path aren't equal."""
    return {key: value.path if isinstance(value, pulumi.FileAsset) else value for key, value in inputs.items()}


def package(folder: Path, name: str) -> Package:
    """A zip with nothing in it."""
    path = folder / f"{name}.zip"
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    return Package(name, path, f"sha-of-{name}", "arm64", Runtime("python3.13", "handler.handler"))
