"""A tool that is a Lambda function which exists already: this project doesn't deploy it."""

import json
import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from agents.tool_kinds import expressions
from agents.tool_kinds.tool import Functions, SayingTool
from agents.tools_json import placeholders

ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):lambda:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):function:(?P<name>[\w-]{1,64})(?P<version>:[\w-]{1,128})?"
)
"""The ARN of a function, or of a version or an alias of one."""
ALLOWED = "arn:${partition}:lambda:${region}:${account}:function:<name>, with :<version> or :<alias> at its end or without"
SOME = {"partition": "aws", "region": "us-east-1", "account": "123456789012", "project": "p", "stack": "s"}
"""Take the place of placeholders while the form of an ARN is checked."""


@dataclass(frozen=True)
class FunctionTool(SayingTool):
    """A Lambda function of this region, by its ARN. One of another account needs `other_account`.

    Without `event` and `result` it speaks as the functions of `lambda/tools` do: it gets {id, name, input, run}, and returns a tool
    result (docs/reference/contracts.md).
    """

    _: KW_ONLY
    arn: str
    """The function, or a version or an alias of it. `${partition}`, `${region}`, `${account}`, `${project}` and `${stack}` are
    filled in."""
    event: Any = None
    """The event that it takes, as JSON. A text `{% … %}` is JSONata over `$input`, the tool's input. A field for which it finds
    nothing is left out. None: {id, name, input, run}."""
    result: str | None = None
    """JSONata `{% … %}` over `$result`, what the function returns, and `$input`: what the model gets, as a text or as JSON. None:
    all of it, if there is an `event`, or else a tool result."""
    other_account: bool = False
    """True if the function may be of another account. Its own policy then has to allow the role of the state machine."""
    reads_data: bool
    """True if its results may have data that nobody outside may see."""
    sends_out: bool
    """True if what the model writes may reach somebody outside."""
    timeout_seconds: int = 60
    """Seconds after which a call is given up, 1 to 890. Take the function's own timeout, or more."""

    def problems(self) -> list[str]:
        flags = [
            f"{name} is {getattr(self, name)!r}: allowed are True and False"
            for name in ("reads_data", "sends_out", "other_account")
            if not isinstance(getattr(self, name), bool)
        ]
        # A wrong input_schema makes the checks of expressions misleading.
        return super().problems() or [*flags, *problems(self._function(), self.input_schema)]

    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        return {"function": self._function()}

    def _function(self) -> dict[str, Any]:
        given = {"event": self.event, "result": self.result, "other_account": self.other_account or None}
        return {"arn": self.arn, **{name: value for name, value in given.items() if value is not None}}

    @property
    def source(self) -> str:
        return self.arn.rpartition(":function:")[2]


def problems(function: Any, input_schema: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing that is wrong with the `function` of a plain tool. One with `every_version` is our own."""
    if not isinstance(function, Mapping):
        return [f"function is {json.dumps(function)}: allowed is an object with arn, event, result"]
    arn, result = function.get("arn"), function.get("result")
    wrong = placeholders.problem(arn) if isinstance(arn, str) else None
    as_text = re.sub(r"\$\{(\w+)\}", lambda found: SOME.get(found[1], ""), arn) if isinstance(arn, str) else ""
    if wrong:
        wrong = f"arn is {arn!r}: {wrong}"
    elif not as_text or not (function.get("every_version") or ARN.fullmatch(as_text)):
        wrong = f"arn is {arn!r}: allowed is the ARN of a Lambda function, {ALLOWED}"
    elif every_version := _wider(arn, function.get("every_version")):
        wrong = f"every_version is {every_version!r}: allowed are versions of the function itself, <arn without its version>:*"
    found = [wrong] if wrong else []
    if result is not None and expressions.inside(result) is None:
        found.append(f"result is {json.dumps(result)}: allowed is a JSONata expression over $result, like {{% $result.total %}}")
    found += expressions.problems(function.get("event"), "event", input_schema)
    return [*found, *expressions.problems(result, "result", input_schema)]


def _wider(arn: Any, every_version: Any) -> Any:
    """Return every_version if it is a pattern of more than the versions of the function, or else None."""
    own = (arn, f"{str(arn).rpartition(':')[0]}:*")
    return every_version if every_version and (every_version not in own or re.search(r"[*?]", str(arn))) else None
