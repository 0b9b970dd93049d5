"""The AWS plugin's answers to Pulumi's engine, for every resource type: check, diff, create, read, update, delete, invoke.

It takes and returns plain values. `server.py` speaks gRPC. `services/` holds each type's own calls.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from . import naming
from .catalog import FUNCTIONS, resource_type
from .check import Failure, check_object, suggest
from .connections import Aws
from .difference import Difference, difference
from .errors import GONE, AwsError, ConfigError, MissingError, PartlyCreatedError, ProviderError, UnsupportedError
from .input_types import resource_inputs
from .naming import Proposal
from .observed import outputs, refreshed
from .resource_type import ResourceType, Values
from .settings import ONLY_LAPTOP, check_settings, decode, read_settings
from .wire import UNKNOWN, has_unknown


class Provider:
    """One configured plugin. Every method may be called from several threads."""

    def __init__(self) -> None:
        self._aws: Aws | None = None
        self._default_tags: dict[str, str] = {}

    @property
    def aws(self) -> Aws:
        if self._aws is None:
            raise ConfigError("the AWS plugin was asked for a resource before it was configured")
        return self._aws

    def check_config(self, config: Values) -> list[Failure]:
        return check_settings(decode(config))

    def configure(self, config: Values) -> None:
        config = decode(config)
        # Pulumi's engine may configure a plugin without checking its config first, so the endpoints are checked here again.
        failures = check_settings(config)
        if failures:
            raise ConfigError("; ".join(f"aws:{name} {reason}" for name, reason in failures))
        settings = read_settings(config)
        self._aws = Aws(settings)
        self._default_tags = settings.default_tags

    def check(self, token: str, name: str, old: Values, new: Values, proposal: Proposal) -> tuple[Values, list[Failure]]:
        """Return the inputs with names and default tags filled in, and the reasons why they are refused."""
        kind = resource_type(token)
        inputs = {key: value for key, value in new.items() if value is not None and not key.startswith("__")}
        failures = list(_normalize_documents(kind, inputs))
        if failures:
            return inputs, failures
        failures = list(check_object(inputs, resource_inputs(token)))
        failures += _check_settable(kind, inputs, {failure.property for failure in failures})
        if failures:
            return inputs, failures
        if self._default_tags and "tags" in kind.settable and inputs.get("tags") is not UNKNOWN:
            inputs["tags"] = self._default_tags | inputs.get("tags", {})
        if kind.auto_name:
            failures = naming.fill_in(kind.auto_name, name, inputs, old, proposal)
        return inputs, failures + kind.check(inputs)

    def diff(self, token: str, old: Values, new: Values) -> Difference:
        return difference(resource_type(token), old, new)

    def create(self, token: str, inputs: Values, preview: bool) -> tuple[str, Values]:
        """Make a resource. Return its ID and outputs. In a preview, the values that AWS will decide are `UNKNOWN`."""
        kind = resource_type(token)
        if preview:
            return "", outputs(inputs, self._region(kind) | dict.fromkeys(kind.computed, UNKNOWN))
        with aws_errors():
            resource_id = kind.create(self.aws, inputs)
        try:
            with aws_errors():
                kind.finish(self.aws, resource_id, inputs)
            return resource_id, outputs(inputs, self._live(kind, resource_id, inputs))
        except ProviderError as error:
            raise PartlyCreatedError(resource_id, outputs(inputs, {}), str(error)) from error

    def read(self, token: str, resource_id: str, state: Values, inputs: Values) -> tuple[Values, Values] | None:
        """Return the current inputs and outputs of a resource, or None if it no longer exists."""
        kind = resource_type(token)
        with aws_errors():
            live = _read(kind, self.aws, resource_id, state)
        return None if live is None else refreshed(kind, inputs, live | self._region(kind))

    def update(self, token: str, resource_id: str, state: Values, old: Values, new: Values, preview: bool) -> Values:
        """Update a resource and return its outputs."""
        kind = resource_type(token)
        if preview:
            kept = {name: value for name, value in state.items() if name not in kind.settable or name in new}
            return outputs(new, kept | dict.fromkeys(kind.changing, UNKNOWN))
        with aws_errors():
            kind.update(self.aws, resource_id, old, new)
        return outputs(new, self._live(kind, resource_id, state | new))

    def delete(self, token: str, resource_id: str, state: Values) -> None:
        """Delete a resource. One that no longer exists is no error."""
        kind = resource_type(token)
        with aws_errors(ignore=GONE):
            kind.delete(self.aws, resource_id, state)

    def invoke(self, token: str, arguments: Values) -> Values:
        """Answer a function such as `aws.get_caller_identity`."""
        function = FUNCTIONS.get(token)
        if function is None:
            raise UnsupportedError(f"the function {token} is not known here. Known: {', '.join(FUNCTIONS)}. {ONLY_LAPTOP}")
        given = {name: value for name, value in arguments.items() if value is not None}
        if unknown := sorted(given.keys() - function.arguments):
            allowed = ", ".join(sorted(function.arguments)) or "no arguments"
            raise UnsupportedError(f"the function {token} takes {allowed} here, and was given {', '.join(unknown)}")
        with aws_errors():
            return function.answer(self.aws, given)

    def _live(self, kind: ResourceType, resource_id: str, state: Values) -> Values:
        with aws_errors():
            live = _read(kind, self.aws, resource_id, state)
        if live is None:
            raise MissingError(f"{resource_id} was there a moment ago, and is not any more. Run `pulumi refresh`")
        return live | self._region(kind)

    def _region(self, kind: ResourceType) -> Values:
        """Return the region, which is an output of every resource of a service that isn't global."""
        return {"region": self.aws.region} if "region" in resource_inputs(kind.token).fields else {}


def _read(kind: ResourceType, aws: Aws, resource_id: str, state: Values) -> Values | None:
    from botocore.exceptions import ClientError

    try:
        return kind.read(aws, resource_id, state)
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            return None
        raise


def _normalize_documents(kind: ResourceType, inputs: Values) -> Iterator[Failure]:
    """Turn a policy that is an object into the JSON text that AWS takes."""
    for name in sorted((kind.policies | kind.documents) & inputs.keys()):
        value = inputs[name]
        if isinstance(value, dict):
            inputs[name] = UNKNOWN if has_unknown(value) else json.dumps(value)
        elif isinstance(value, str):
            try:
                json.loads(value)
            except ValueError as error:
                yield Failure(name, f"must be a JSON document: {error}")


def _check_settable(kind: ResourceType, inputs: Values, reported: set[str]) -> Iterator[Failure]:
    for name in sorted(inputs.keys() - kind.settable - reported):
        reason = f"exists in {kind.token}, but the laptop stack's AWS plugin does not carry it out. "
        yield Failure(name, reason + suggest(name, kind.settable))


@contextmanager
def aws_errors(ignore: frozenset[str] = frozenset()) -> Iterator[None]:
    """Turn boto3's exceptions into errors that read well in `pulumi up`."""
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

    try:
        yield
    except ClientError as error:
        code, said = error.response["Error"].get("Code"), error.response["Error"].get("Message")
        if code in ignore:
            return
        hint = " If it was deleted outside Pulumi: `pulumi up --refresh`." if code in GONE else ""
        raise AwsError(f"{error.operation_name}: {code}: {said}{hint}") from error
    except (ConnectionError, HTTPClientError) as error:
        raise AwsError(f"{error} Is the laptop stack running?") from error
    except BotoCoreError as error:
        raise AwsError(str(error)) from error
