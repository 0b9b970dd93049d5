"""A tool as a component takes it: plain values, whoever wrote them."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi


class FunctionCall(TypedDict):
    """A Lambda function that runs the tool."""

    arn: pulumi.Input[str]
    """The ARN of the function, with a version where a run in flight has to keep its code."""
    every_version: NotRequired[pulumi.Input[str]]
    """A pattern for the ARNs of all versions that a run in flight may call. Without it the state machine may call `arn` alone."""
    event: NotRequired[Any]
    """The event that the function takes, as JSON. A text `{% … %}` is JSONata over `$input`, the tool's input. Without it the
    function gets {id, name, input, run}."""
    result: NotRequired[pulumi.Input[str]]
    """JSONata `{% … %}` over `$result`, what the function returns, and `$input`: what the model gets. Without it: all of it if
    there is an `event`, or else a tool result."""
    other_account: NotRequired[pulumi.Input[bool]]
    """True if the function may be of another account. Its own policy then has to allow the role of the state machine."""


class HttpCall(TypedDict):
    """An HTTP API that the state machine asks itself, with the credentials of an EventBridge connection.

    A text `{% … %}` in `query` and `body` is JSONata over `$input`, the tool's input. A field without a
    value is left out.
    """

    method: pulumi.Input[str]
    """GET, HEAD, POST, PUT, PATCH or DELETE."""
    url: pulumi.Input[str]
    """The address, like `https://api.example.com/v1/orders/{id}`. `{id}` is a required field of the input. Its value can't lead out
    of its place."""
    connection_arn: pulumi.Input[str]
    """The ARN of the EventBridge connection, of the account and region of the stack."""
    query: NotRequired[pulumi.Input[Mapping[str, Any]]]
    """The parameters of the query. Step Functions encodes them. A list repeats the parameter."""
    headers: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Headers with texts that stay the same. `Accept: application/json` is there without being named."""
    body: NotRequired[pulumi.Input[Mapping[str, Any]]]
    """The body, which is sent as JSON."""
    form_encoded: NotRequired[pulumi.Input[bool]]
    """True if the body is sent as a form and not as JSON."""
    result: NotRequired[pulumi.Input[str]]
    """JSONata `{% … %}` over `$result`, the body of the answer, and `$input`: what the model gets. Without it: the whole body."""


class AgentCall(TypedDict):
    """Another agent of the same account and region. A call is a run of its state machine."""

    state_machine_arn: pulumi.Input[str]
    """The ARN of the agent's state machine."""


class PermissionArgs(TypedDict):
    """A permission of the state machine's role."""

    actions: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Actions of IAM, like `dynamodb:GetItem`."""
    resources: pulumi.Input[Sequence[pulumi.Input[str]]]
    """ARNs. `${partition}`, `${region}`, `${account}`, `${project}` and `${stack}` are filled in."""
    because: NotRequired[pulumi.Input[str]]
    """Why an action or a resource has a `*`. Without it a `*` is refused."""


class ApiCall(TypedDict):
    """An AWS API call that Step Functions makes itself."""

    action: pulumi.Input[str]
    """The operation as Step Functions names it, like `dynamodb:getItem`."""
    arguments: pulumi.Input[Mapping[str, Any]]
    """The arguments of the call. A text `{% … %}` is JSONata over `$input`. An argument for which it finds nothing is left out."""
    result: pulumi.Input[str]
    """JSONata `{% … %}` over `$result`, the operation's response, and `$input`: what the model gets."""
    permissions: pulumi.Input[Sequence[pulumi.Input[PermissionArgs]]]
    """The permissions that the call needs. The role of the state machine gets these and no others for the call."""


class ToolArgs(TypedDict):
    """One tool: what the model sees of it, and exactly one of the kinds of `components/state_machines/kinds`."""

    name: pulumi.Input[str]
    """1 to 64 letters, digits, _ and -."""
    description: pulumi.Input[str]
    """When the model should call it, and what it gets back."""
    input_schema: pulumi.Input[Mapping[str, Any]]
    """JSON Schema of the tool's input, in the dialect of docs/reference/tools-json.md."""
    reads_data: pulumi.Input[bool]
    """True if its results may have data that nobody outside may see."""
    sends_out: pulumi.Input[bool]
    """True if its input may reach somebody outside."""
    timeout_seconds: NotRequired[pulumi.Input[int]]
    """Seconds after which a call is given up, 1 to 890, for an HTTP API 1 to 60. Default: 60. For an agent: the longest that a run
    takes, 1 to 86,400. Default: 86,400."""
    retries: NotRequired[pulumi.Input[int]]
    """Retries of a call that failed and may have begun, 0 to 2. Default: 0. Leave 0 where a second call would do harm."""
    example: NotRequired[pulumi.Input[Mapping[str, Any]]]
    """A small input that fits the input_schema."""
    api: NotRequired[pulumi.Input[ApiCall]]
    """The tool is an AWS API call."""
    function: NotRequired[pulumi.Input[FunctionCall]]
    """The tool is run by a Lambda function."""
    http: NotRequired[pulumi.Input[HttpCall]]
    """The tool is an HTTP API."""
    agent: NotRequired[pulumi.Input[AgentCall]]
    """The tool is another agent."""
