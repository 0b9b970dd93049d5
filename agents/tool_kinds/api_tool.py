"""A tool that is an AWS API call: Step Functions makes it, and no function runs."""

from dataclasses import KW_ONLY, dataclass
from typing import Any

from agents.aws_api import call
from agents.tool_kinds.tool import Functions, SayingTool


@dataclass(frozen=True)
class ApiTool(SayingTool):
    """An AWS API call, the part of its response that the model gets, and the permission that it gives the state machine's role."""

    action: str
    """The operation as Step Functions names it, like `dynamodb:getItem`."""
    _: KW_ONLY
    arguments: dict[str, Any]
    """The arguments of the call. A text `{% … %}` is JSONata over `$input`, the tool's input. An argument for which it finds
    nothing is left out. Any other value stays as it is, with `${partition}`, `${region}`, `${account}`, `${project}` and `${stack}`
    filled in."""
    result: str
    """JSONata `{% … %}` over `$result`, the operation's response, and `$input`: what the model gets, as a text or as JSON."""
    permissions: tuple[dict[str, Any], ...]
    """The permissions that the call needs, as in a tools.json: actions, resources, and a because where there is a `*`."""
    reads_data: bool
    """True if its results may have data that nobody outside may see."""
    sends_out: bool
    """True if what the model writes may reach somebody outside, for example by a topic or a mail."""
    timeout_seconds: int = 30

    def problems(self) -> list[str]:
        flags = [
            f"{name} is {value!r}: allowed are True and False"
            for name, value in (("reads_data", self.reads_data), ("sends_out", self.sends_out))
            if not isinstance(value, bool)
        ]
        # A wrong input_schema makes the checks of expressions misleading.
        return super().problems() or [*flags, *call.problems(self._api(), self.input_schema)]

    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        return {"api": self._api()}

    def _api(self) -> dict[str, Any]:
        allowed = list(self.permissions) if isinstance(self.permissions, tuple | list) else self.permissions
        return {"action": self.action, "arguments": self.arguments, "result": self.result, "permissions": allowed}
