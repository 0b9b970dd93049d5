"""The rules of Anthropic's Messages API, with Anthropic's messages where they are known.

Fields and types: https://platform.claude.com/docs/en/api/messages. The service is lenient in some places: it joins two user
messages in a row. This module is strict there, because other services of the same dialect are.
"""

import re
from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from local.scripted_model.anthropic.blocks import check_block, ids
from local.scripted_model.anthropic.thinking import check_thinking
from local.scripted_model.request import RejectedError, demand, known_fields, needed

NAME = re.compile(r"^[a-zA-Z0-9_-]{1,128}$")
BODY = (
    "model messages max_tokens system metadata stop_sequences stream temperature top_k top_p tools tool_choice thinking "
    "service_tier cache_control output_config"
)
TOOL = "name description input_schema type cache_control strict"
ROLES = {
    "user": ("text", "image", "tool_result"),
    "assistant": ("text", "tool_use", "thinking", "redacted_thinking"),
}


def check(body: Any) -> None:
    """Raise RejectedError for a body that Anthropic would refuse."""
    known_fields(body, BODY, "")
    needed(body, "model", str, "")
    demand(needed(body, "max_tokens", int, "") >= 1, "max_tokens: Input should be greater than or equal to 1")
    demand(not body.get("stream"), "stream: the scripted model does not stream")
    demand(0 <= body.get("temperature", 1) <= 1, "temperature: Input should be less than or equal to 1")
    if not isinstance(body.get("system", ""), str):
        for number, block in enumerate(needed(body, "system", list, "")):
            check_block(block, ("text",), f"system.{number}", body["model"])
    _check_tools(body.get("tools", []))
    _check_tool_choice(body)
    _check_messages(needed(body, "messages", list, ""), body)
    check_thinking(body)


def _check_tools(tools: list[Any]) -> None:
    names = []
    for number, tool in enumerate(tools):
        at = f"tools.{number}.custom"
        known_fields(tool, TOOL, at)
        names.append(needed(tool, "name", str, at))
        demand(NAME.match(tool["name"]), f"{at}.name: String should match pattern '{NAME.pattern}'")
        schema = needed(tool, "input_schema", dict, at)
        demand(schema.get("type") == "object", f"{at}.input_schema.type: Input should be 'object'")
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            raise RejectedError(
                f"{at}.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12: {error.message}"
            ) from error
    demand(len(names) == len(set(names)), "tools: Tool names must be unique.")


def _check_tool_choice(body: dict[str, Any]) -> None:
    if "tool_choice" not in body:
        return
    names = [tool["name"] for tool in body.get("tools", [])]
    choice = known_fields(body["tool_choice"], "type name disable_parallel_tool_use", "tool_choice")
    demand(names, "tool_choice: tool_choice may only be specified while providing tools")
    kinds = ("auto", "any", "tool", "none")
    demand(choice.get("type") in kinds, f"tool_choice: Input tag does not match any of the expected tags: {kinds}")
    if choice["type"] == "tool":
        demand(choice.get("name") in names, f"tool_choice: Tool '{choice.get('name')}' not found in provided tools")


def _check_messages(messages: list[Any], body: dict[str, Any]) -> None:
    demand(messages, "messages: at least one message is required")
    for number, message in enumerate(messages):
        at = f"messages.{number}"
        known_fields(message, "role content", at)
        role = needed(message, "role", str, at)
        demand(role in ROLES, f"{at}.role: Input should be 'user' or 'assistant'")
        content = needed(message, "content", (str, list), at)
        empty = not (content.strip() if isinstance(content, str) else content)
        demand(not empty, f"{at}: all messages must have non-empty content")
        for index, block in enumerate(content if isinstance(content, list) else []):
            check_block(block, ROLES[role], f"{at}.content.{index}", body["model"])
    demand(messages[0]["role"] == "user", 'messages: first message must use the "user" role')
    for one, two in pairwise(messages):
        demand(
            one["role"] != two["role"],
            f'messages: roles must alternate between "user" and "assistant", but found multiple "{one["role"]}" roles in a row',
        )
    _check_pairs(messages)
    uses_tools = any(ids(message, "tool_use") for message in messages)
    demand(
        body.get("tools") or not uses_tools,
        "Requests which include `tool_use` or `tool_result` blocks must define tools",
    )
    demand(
        messages[-1]["role"] == "user",
        "This model does not support assistant message prefill. The conversation must end with a user message.",
    )


def _check_pairs(messages: list[dict[str, Any]]) -> None:
    """Check that every tool use has exactly one result, in the very next message and before anything else in it.

    https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use
    """
    used = [each for message in messages for each in ids(message, "tool_use")]
    demand(len(used) == len(set(used)), "messages: `tool_use` ids must be unique")
    for number, (before, message) in enumerate(pairwise([{"content": ""}, *messages, {"content": ""}])):
        asked, answered = ids(before, "tool_use"), ids(message, "tool_result")
        strangers = [each for each in answered if each not in asked]
        demand(
            not strangers,
            f"messages.{number}: unexpected `tool_use_id` found in `tool_result` blocks: {', '.join(strangers)}. Each "
            "`tool_result` block must have a corresponding `tool_use` block in the previous message.",
        )
        demand(
            len(answered) == len(set(answered)),
            f"messages.{number}: each tool_use must have a single result. Found multiple `tool_result` blocks",
        )
        first = [block for block in message["content"][: len(answered)] if block["type"] == "tool_result"]
        missing = asked if len(first) < len(answered) else [each for each in asked if each not in answered]
        demand(
            not missing,
            f"messages.{number - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: "
            f"{', '.join(missing)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
        )
