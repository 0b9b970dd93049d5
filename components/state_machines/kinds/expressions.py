"""Makes JSONata of JSON whose texts `{% … %}` are expressions over the tool's input, which they name `$input`.

It is one expression for all of it. So a field whose expression finds nothing is left out, and a text that looks like JSONata stays
a text. What a declaration may hold: agents/tool_kinds/expressions.py.
"""

import json
from typing import Any

from agents.tool_kinds.expressions import inside

# A null for an optional field means that it isn't there, as the toolkits take it. $sift gives nothing where no field is left.
INPUT = "$input := $merge([{}, $sift($states.input.input, function($value) { $value != null })])"


def over_input(value: Any) -> str:
    """Return the text of a state machine's field for JSON with expressions over the tool's input."""
    return f"{{% ({INPUT}; {as_jsonata(value)}) %}}"


def over_result(result: str, given: str) -> str:
    """Return the JSONata of a text `{% … %}` over the tool's input and `$result`.

    given: the JSONata of what `$result` is.
    """
    return f"({INPUT}; $result := {given}; ({inside(result)}))"


def as_jsonata(value: Any) -> str:
    """Return JSONata that makes the JSON, with each expression evaluated."""
    if (jsonata := inside(value)) is not None:
        return f"({jsonata})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {as_jsonata(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(as_jsonata, value)) + "]"
    return json.dumps(value)
