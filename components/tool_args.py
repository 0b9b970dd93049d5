"""A tool as a component takes it: plain values, whoever wrote them."""

from typing import Any, NotRequired, TypedDict

import pulumi


class FunctionCall(TypedDict):
    """A Lambda function that runs the tool."""

    arn: pulumi.Input[str]
    """The ARN of the function, with a version where a run in flight has to keep its code."""
    every_version: NotRequired[pulumi.Input[str]]
    """A pattern of the ARNs of all versions that a run in flight may call. Without it: only `arn` may be called."""


class ToolArgs(TypedDict):
    """One tool: what the model sees of it, and exactly one of the kinds of `components/state_machines/kinds`."""

    name: str
    """1 to 64 letters, digits, _ and -."""
    description: str
    """When the model should call it, and what it gets back."""
    input_schema: pulumi.Input[dict[str, Any]]
    """JSON Schema of the tool's input, in the dialect of docs/reference/tools-json.md."""
    timeout_seconds: NotRequired[int]
    """Seconds after which a call is given up, 1 to 890. 60 if it isn't set."""
    retries: NotRequired[int]
    """Retries of a call that failed and may have begun, 0 to 2. Leave 0 where a second call would do harm."""
    example: NotRequired[pulumi.Input[dict[str, Any]]]
    """A small input that fits the input_schema."""
    function: NotRequired[FunctionCall]
    """The tool is run by a Lambda function."""
