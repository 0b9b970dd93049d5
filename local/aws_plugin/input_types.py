"""What `pulumi_aws` itself says about a resource type: its inputs, their types, which are required, and its outputs.

Read from the generated classes, so that a program that passes here has the same shape for the real provider. Each resource
module is imported when its first resource is checked: importing all of `pulumi_aws` would cost seconds.
"""

import collections.abc
import enum
import importlib
import inspect
import threading
import types
import typing
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi
from pulumi import _types


@dataclass(frozen=True)
class Scalar:
    name: str
    """string, integer, number, boolean, asset or anything."""


@dataclass(frozen=True)
class ListOf:
    item: "InputType"


@dataclass(frozen=True)
class MapOf:
    """A map with keys of the user's own, such as tags."""

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
"""`pulumi_aws` fills its modules lazily: another thread could see one half filled."""


def python_class(token: str) -> type:
    """The class of `aws:iam/role:Role`, which is `pulumi_aws.iam.Role`."""
    _, module, name = token.split(":")
    folder = module.split("/")[0]
    folder = "lambda_" if folder == "lambda" else folder
    package = "pulumi_aws" if folder == "index" else f"pulumi_aws.{folder}"
    with warnings.catch_warnings():
        # `pulumi_aws` warns of its own deprecated classes as it loads the module that holds them.
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(importlib.import_module(package), name)


def resource_inputs(token: str) -> ObjectOf:
    """The inputs of a resource type, by the names the engine uses (camelCase)."""
    with _ONE_AT_A_TIME:
        return _resource_inputs(token)


@cache
def _resource_inputs(token: str) -> ObjectOf:
    resource = python_class(token)
    module = importlib.import_module(resource.__module__)
    # Where a nested type already has the name <Resource>Args, the generator calls the resource's own <Resource>InitArgs.
    arguments = getattr(module, f"{resource.__name__}InitArgs", None) or getattr(module, f"{resource.__name__}Args")
    return _object(arguments)


@cache
def resource_outputs(token: str) -> frozenset[str]:
    """The names of a resource type's outputs, inputs among them."""
    return frozenset(_types.resource_types(python_class(token)))


@cache
def provider_inputs() -> ObjectOf:
    """What may stand under `aws:` in a stack's config."""
    return _object(importlib.import_module("pulumi_aws").ProviderArgs)


@cache
def _object(cls: type) -> ObjectOf:
    names = _types.input_type_py_to_pulumi_names(cls)
    parameters = inspect.signature(cls.__init__).parameters
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
            return _object(annotation)
    return Scalar("anything")


def _is_plumbing(annotation: Any) -> bool:
    origin = typing.get_origin(annotation) or annotation
    return origin is type(None) or origin in _PLUMBING
