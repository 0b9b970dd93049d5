"""Parts of output schemas that several agents share."""

from typing import Any

CHARTS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"bucket": {"type": "string"}, "key": {"type": "string"}},
        "required": ["bucket", "key"],
        "additionalProperties": False,
    },
    "description": "The figures that execute_python has drawn for the answer, as it returned them.",
}

SOURCE: dict[str, Any] = {
    "type": "string",
    "description": "Where the data come from and whether they are live, as the tools' results say it.",
}
