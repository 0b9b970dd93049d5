"""A whole conversation through an SDK that is made like OpenAI's, which several providers' are."""

import json
from collections.abc import Callable
from typing import Any

QUESTION = "How many players are there?"
OBJECT = {"type": "object", "properties": {}}


def tool(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "description": "", "parameters": OBJECT, **more}}


TOOLS = [tool(name) for name in ("get_db_schema", "execute_sql_query", "final_answer")]
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_db_schema", "arguments": "{}"}}
ASKED = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": None, "tool_calls": [CALL]}]
RESULT = {"role": "tool", "tool_call_id": "call_1", "content": "tables"}
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}


def request(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"model": "m", "tools": TOOLS, "messages": list(messages) or [{"role": "user", "content": "Hi"}], **more}


def played(create: Callable[..., Any], system: str, *kept: str) -> str:
    """The answer that the conversation ends in. kept: the fields of an assistant message that go back, beside content and calls."""
    messages: list[dict[str, Any]] = [{"role": "system", "content": system}, {"role": "user", "content": QUESTION}]
    first = create(messages=messages, tools=TOOLS).choices[0]
    assert first.finish_reason == "tool_calls"
    assert first.message.content == "Let me look."
    schema, query = first.message.tool_calls
    back = {name: getattr(first.message, name) for name in ("role", "content", *kept)}
    calls = [{"id": each.id, "type": "function", "function": each.function.model_dump()} for each in (schema, query)]
    messages += [
        back | {"tool_calls": calls},
        {"role": "tool", "tool_call_id": schema.id, "content": "get_db_schema"},
        {"role": "tool", "tool_call_id": query.id, "content": "Error: execute_sql_query"},
    ]
    [call] = create(messages=messages, tools=TOOLS).choices[0].message.tool_calls
    assert call.function.name == "final_answer"
    return json.loads(call.function.arguments)["answer"]


ANSWER = f"{QUESTION} get_db_schema execute_sql_query True"
