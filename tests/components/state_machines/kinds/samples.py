"""One plain tool of each kind, or more, by which the tests try the kind's branch file."""

from typing import Any

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:"
TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}


def plain(name: str, **kind: Any) -> dict[str, Any]:
    """A plain tool with a text as its input."""
    return {"name": name, "description": f"Does {name}.", "input_schema": TEXT, "timeout_seconds": 7, "retries": 2, **kind}


CONNECTION = "arn:aws:events:us-east-1:123456789012:connection/rates/7c1c2c0e-0000-4000-8000-000000000000"

FIND_ORDER = {
    "action": "dynamodb:getItem",
    "arguments": {"TableName": "${project}-${stack}-orders", "Key": {"order_id": {"S": "{% $input.text %}"}}},
    "result": "{% $result.Item ? {'status': $result.Item.status.S} : 'There is no such order.' %}",
    "permissions": [
        {
            "actions": ["dynamodb:GetItem"],
            "resources": ["arn:${partition}:dynamodb:${region}:${account}:table/${project}-${stack}-orders"],
        }
    ],
}

SAMPLES: dict[str, list[dict[str, Any]]] = {
    "api": [plain("find_order", api=FIND_ORDER)],
    "http": [
        plain("search", http={"method": "GET", "url": "https://api.example.com/v1/search", "connection_arn": CONNECTION}),
        plain(
            "put_text",
            http={
                "method": "PUT",
                "url": "https://api.example.com/v1/texts/{text}",
                "connection_arn": CONNECTION,
                "query": {"words": "{% $input.text %}"},
                "headers": {"X-Client": "agent"},
                "body": {"text": "{% $input.text %}", "kind": "note"},
                "result": "{% $result.id %}",
            },
        ),
    ],
    "agent": [plain("ask", agent={"state_machine_arn": f"{MACHINE}asked"})],
    "function": [
        plain(
            "convert",
            function={
                "arn": f"{ARN}converter:live",
                "event": {"query": "{% $input.text %}", "version": 2},
                "result": "{% $result.total %}",
            },
        ),
        plain("look", function={"arn": f"{ARN}looker:3", "every_version": f"{ARN}looker:*"}),
    ],
}
"""By the kind's name."""
