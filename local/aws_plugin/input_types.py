"""The inputs and outputs of each resource type, as `pulumi_aws` declares them.

They are read from the generated classes. So a program that passes here has the right shape for Pulumi's real AWS plugin. A
resource's module is imported when its first resource is checked: importing all of `pulumi_aws` would take seconds.
"""

import collections.abc
import enum
import importlib
import inspect
import threading
import types
import typing
import warnings
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import pulumi
from pulumi import _types


@dataclass(frozen=True)
class Scalar:
    name: str
    """Allowed values: string, integer, number, boolean, asset or anything."""


@dataclass(frozen=True)
class ListOf:
    item: "InputType"


@dataclass(frozen=True)
class MapOf:
    """A map whose keys the user chooses, such as tags."""

    item: "InputType"


@dataclass(frozen=True)
class ObjectOf:
    fields: dict[str, "InputType"]
    required: frozenset[str]


@dataclass(frozen=True)
class OneOf:
    options: tuple["InputType", ...]


InputType = Scalar | ListOf | MapOf | ObjectOf | OneOf

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_PLUMBING = (collections.abc.Awaitable, pulumi.Output)

_ONE_AT_A_TIME = threading.RLock()
"""`pulumi_aws` fills its modules lazily. Without the lock another thread could see a half-filled one."""


def python_class(token: str) -> type:
    """Return the class of a token. `aws:iam/role:Role` gives `pulumi_aws.iam.Role`."""
    _, module, name = token.split(":")
    folder = module.split("/")[0]
    folder = "lambda_" if folder == "lambda" else folder
    package = "pulumi_aws" if folder == "index" else f"pulumi_aws.{folder}"
    with warnings.catch_warnings():
        # `pulumi_aws` warns of its own deprecated classes while it loads their module.
        warnings.simplefilter("ignore", DeprecationWarning)
        named: type = getattr(importlib.import_module(package), name)
    return named


def resource_inputs(token: str) -> ObjectOf:
    """Return the inputs of a resource type, by their camelCase names in Pulumi's engine."""
    with _ONE_AT_A_TIME:
        return _resource_inputs(token)


@cache
def _resource_inputs(token: str) -> ObjectOf:
    resource = python_class(token)
    module = importlib.import_module(resource.__module__)
    # If a nested type already has the name <Resource>Args, the generator names the resource's own inputs <Resource>InitArgs.
    arguments = getattr(module, f"{resource.__name__}InitArgs", None) or getattr(module, f"{resource.__name__}Args")
    return _object(arguments)


@cache
def resource_outputs(token: str) -> frozenset[str]:
    """Return the names of a resource type's outputs. They include the inputs."""
    return frozenset(_types.resource_types(python_class(token)))


@cache
def provider_inputs() -> ObjectOf:
    """Return the settings that may stand under `aws:` in a stack's config."""
    return _object(importlib.import_module("pulumi_aws").ProviderArgs)


@cache
def _object(cls: type) -> ObjectOf:
    names = _types.input_type_py_to_pulumi_names(cls)
    parameters = inspect.signature(cls).parameters
    required = {names[name] for name, one in parameters.items() if name in names and one.default is one.empty}
    fields = {name: _read(annotation) for name, annotation in _types.input_type_types(cls).items()}
    return ObjectOf(fields, frozenset(required))


def _read(annotation: Any) -> InputType:
    if annotation in _SCALARS:
        return Scalar(_SCALARS[annotation])
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        options: list[InputType] = []
        for option in (_read(one) for one in typing.get_args(annotation) if not _is_plumbing(one)):
            if option not in options:
                options.append(option)
        return options[0] if len(options) == 1 else OneOf(tuple(options))
    if origin in (collections.abc.Sequence, list):
        return ListOf(_read(typing.get_args(annotation)[0]))
    if origin in (collections.abc.Mapping, dict):
        return MapOf(_read(typing.get_args(annotation)[1]))
    if isinstance(annotation, type):
        if issubclass(annotation, enum.Enum):
            return Scalar("string")
        if issubclass(annotation, pulumi.Asset | pulumi.Archive):
            return Scalar("asset")
        if _types.is_input_type(annotation):
            # mypy doesn't know that a class is hashable, which `cache` asks for.
            return _object(cast(Hashable, annotation))
    return Scalar("anything")


def _is_plumbing(annotation: Any) -> bool:
    origin = typing.get_origin(annotation) or annotation
    return origin is type(None) or origin in _PLUMBING
