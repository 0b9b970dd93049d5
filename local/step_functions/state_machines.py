"""The state machines. A file keeps them, so that they exist again after a restart."""

import json
import os
import re
import threading
import time
import uuid
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from local.step_functions.definition import problems
from local.step_functions.errors import (
    InvalidDefinitionError,
    InvalidNameError,
    MissingRequiredParameterError,
    ResourceNotFoundError,
    StateMachineAlreadyExistsError,
    StateMachineDoesNotExistError,
    StateMachineTypeNotSupportedError,
)

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
NAME = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")

LOGGING_OFF = {"level": "OFF", "includeExecutionData": False}


OWNED_BY_AWS = {"type": "AWS_OWNED_KEY"}


@dataclass(frozen=True)
class StateMachine:
    """A state machine as its last create or update left it. A run keeps the definition that it started with."""

    arn: str
    name: str
    definition: str
    role_arn: str
    revision: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = field(default_factory=time.time)
    logging: dict[str, Any] = field(default_factory=lambda: LOGGING_OFF)
    tracing: dict[str, Any] = field(default_factory=lambda: {"enabled": False})
    encryption: dict[str, Any] = field(default_factory=lambda: OWNED_BY_AWS)
    """Kept and told alone: nothing on this machine is encrypted."""
    tags: dict[str, str] = field(default_factory=dict)
    type: str = "STANDARD"


def check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise InvalidNameError(f"Invalid Name: '{name}'")


def check_definition(definition: str) -> None:
    """Raise InvalidDefinitionError with every problem of a definition."""
    if found := problems(definition):
        raise InvalidDefinitionError("Invalid State Machine Definition: '" + ", ".join(map(str, found)) + "'")


class StateMachines:
    """The state machines of one account and region."""

    def __init__(self, account: str, region: str, file: Path | None = None) -> None:
        self._prefix = f"arn:aws:states:{region}:{account}:stateMachine:"
        self._file = file
        self._lock = threading.RLock()
        self._machines: dict[str, StateMachine] = {}
        if file and file.exists():
            self._machines = {item["arn"]: StateMachine(**item) for item in json.loads(file.read_text())}

    def arn_of(self, name: str) -> str:
        """Return the ARN of a state machine of this name, whether it is there or not."""
        return self._prefix + name

    def create(
        self,
        name: str,
        definition: str,
        role_arn: str,
        type: str = "STANDARD",
        logging: dict[str, Any] | None = None,
        tracing: dict[str, Any] | None = None,
        encryption: dict[str, Any] | None = None,
        tags: dict[str, str] | None = None,
    ) -> StateMachine:
        check_name(name)
        if type != "STANDARD":
            raise StateMachineTypeNotSupportedError(f"The type is {type}: only STANDARD state machines run here")
        check_definition(definition)
        machine = StateMachine(
            arn=self.arn_of(name),
            name=name,
            definition=definition,
            role_arn=role_arn,
            logging=logging or LOGGING_OFF,
            tracing=tracing or {"enabled": False},
            encryption=encryption or OWNED_BY_AWS,
            tags=tags or {},
        )
        with self._lock:
            if there := self._machines.get(machine.arn):
                # A create with these same values is idempotent. A different role or different tags are ignored.
                if (there.definition, there.logging, there.tracing) == (definition, machine.logging, machine.tracing):
                    return there
                raise StateMachineAlreadyExistsError(f"State Machine Already Exists: '{machine.arn}'")
            self._put(machine)
        return machine

    def update(
        self,
        arn: str,
        definition: str | None = None,
        role_arn: str | None = None,
        logging: dict[str, Any] | None = None,
        tracing: dict[str, Any] | None = None,
        encryption: dict[str, Any] | None = None,
    ) -> StateMachine:
        given = {"definition": definition, "role_arn": role_arn, "logging": logging, "tracing": tracing, "encryption": encryption}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if not changes:
            raise MissingRequiredParameterError("Either the definition, the role ARN, the logging or the tracing must be specified")
        if definition is not None:
            check_definition(definition)
        with self._lock:
            machine = replace(self.get(arn), **changes, revision=str(uuid.uuid4()))
            self._put(machine)
        return machine

    def get(self, arn: str) -> StateMachine:
        try:
            return self._machines[arn]
        except KeyError:
            raise StateMachineDoesNotExistError(f"State Machine Does Not Exist: '{arn}'") from None

    def delete(self, arn: str) -> None:
        """Delete a state machine. Deleting one that doesn't exist succeeds, as in AWS."""
        with self._lock:
            self._machines.pop(arn, None)
            self._save()

    def all(self) -> list[StateMachine]:
        return sorted(self._machines.values(), key=lambda machine: machine.created)

    def tag(self, arn: str, add: dict[str, str] | None = None, remove: list[str] | None = None) -> dict[str, str]:
        """Change the tags of a resource and return all of them."""
        with self._lock:
            if arn not in self._machines:
                raise ResourceNotFoundError(f"Resource not found: '{arn}'")
            machine = self._machines[arn]
            tags = {key: value for key, value in (machine.tags | (add or {})).items() if key not in (remove or [])}
            if tags != machine.tags:
                self._put(replace(machine, tags=tags))
            return tags

    def _put(self, machine: StateMachine) -> None:
        self._machines[machine.arn] = machine
        self._save()

    def _save(self) -> None:
        if not self._file:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        half = self._file.with_suffix(".half")
        half.write_text(json.dumps([asdict(machine) for machine in self._machines.values()], indent=1))
        os.replace(half, self._file)
