"""What is deployed, as the checks look at it. Each thing is asked for once, when the first check needs it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cli.ask.clients import client
from cli.ask.stack import Stack
from cli.logs.functions import Function, functions_of, name_in
from cli.verify.finding import NotSeenError

CODE_TOOL = "execute_python"
PROBE = Path(__file__).with_name("probe.py")
CALLS = ("first_call", "second_call")
SANDBOX_VARIABLE = "SANDBOX_ARN"
"""The variable of the tool's function that names the function in which the code of a model runs."""
SANDBOX = "sandbox"


class Deployed:
    """One stack, while it is verified."""

    def __init__(self, stack: Stack, clients: Callable[[str, Stack], Any] = client) -> None:
        self.stack = stack
        self.began = datetime.now(UTC)
        self.client: Callable[[str], Any] = cache(lambda service: clients(service, stack))
        self._probes: list[dict[str, Any] | NotSeenError] = []

    @property
    def on_laptop(self) -> bool:
        # Only a stack that isn't in AWS has endpoints.
        return bool(self.stack.endpoints)

    def only_in_aws(self) -> None:
        """Raise NotSeenError on the laptop stack."""
        if self.on_laptop:
            raise NotSeenError("not seen on the laptop stack")

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions by label. The function in which a model's code runs is among them, if it is one of its own."""
        there = functions_of(self.client("stepfunctions"), self.stack)
        # The roles and versions of the others are for their owners to look at.
        found = {label: function for label, function in there.items() if function.is_own}
        code = next((function for function in found.values() if CODE_TOOL in function.tools), None)
        if code and (arn := self._configuration(code.arn).get("Environment", {}).get("Variables", {}).get(SANDBOX_VARIABLE)):
            found[SANDBOX] = Function(name_in(arn), SANDBOX, arn, agents=set(code.agents))
        return found

    def configuration(self, label: str) -> dict[str, Any]:
        return self._configuration(self.functions[label].arn)

    @cached_property
    def _configuration(self) -> Callable[[str], dict[str, Any]]:
        return cache(lambda arn: self.client("lambda").get_function_configuration(FunctionName=arn))

    @cached_property
    def machines(self) -> dict[str, dict[str, Any]]:
        """The state machines by agent, as Step Functions describes them."""
        describe = self.client("stepfunctions").describe_state_machine
        return {name: describe(stateMachineArn=agent.state_machine_arn) for name, agent in self.stack.agents.items()}

    def probe(self, time: int = 0) -> dict[str, Any]:
        """Return what the code of cli/verify/probe.py found, where a model's code runs. Raises NotSeenError.

        time: 0 for the first call, 1 for the second.
        """
        while len(self._probes) <= time:
            self._probes.append(self._run_probe(CALLS[len(self._probes)]))
        found = self._probes[time]
        if isinstance(found, NotSeenError):
            raise found
        return found

    @property
    def has_code_tool(self) -> bool:
        return self._code_function is not None

    @property
    def _code_function(self) -> Function | None:
        return next((one for one in self.functions.values() if CODE_TOOL in one.tools), None)

    def _run_probe(self, call: str) -> dict[str, Any] | NotSeenError:
        if (function := self._code_function) is None:
            return NotSeenError(f"no agent of this stack has the tool {CODE_TOOL}")
        code = f"{PROBE.read_text('utf-8')}\n\nimport json\nprint(json.dumps({call}()))\n"
        event = {"id": "toolu_verify", "name": CODE_TOOL, "input": {"code": code}}
        answer = self.client("lambda").invoke(FunctionName=function.arn, Payload=json.dumps(event))
        result = json.loads(answer["Payload"].read())
        try:
            said = json.loads(result["content"])
            found: dict[str, Any] = json.loads(said["stdout"])
        except (KeyError, TypeError, ValueError):
            why = result.get("errorMessage") or result.get("content") if isinstance(result, dict) else result
            return NotSeenError(f"the probe gave no answer: {str(why)[:300]}")
        return found | {"kernel_lacks": list(said.get("kernel_lacks", []))}
