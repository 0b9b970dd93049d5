"""What Converse refuses beyond the shapes of a request, in its words where they are known."""

from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from local.scripted_model.request import RejectedError, demand
from tests.providers.bedrock.blocks import check_content, ids
from tests.providers.bedrock.models import Family, family_of
from tests.providers.bedrock.shapes import check_shape
from tests.providers.bedrock.thinking import check_thinking

MOST_CACHE_POINTS = 4


def check(body: Any, model: str) -> None:
    """Raises RejectedError for a body that Bedrock would refuse for this model."""
    check_shape(body, model)
    family = family_of(model)
    messages = body.get("messages", [])
    for number, block in enumerate(body.get("system", [])):
        if "text" in block:
            words = f"The text field in the SystemContentBlock object at system.{number} is blank. Add text, and try again."
            demand(block["text"].strip(), words)
    _check_tools(body.get("toolConfig"), messages, family)
    _check_order(messages)
    for number, message in enumerate(messages):
        check_content(message, number, model, family)
    _check_pairs(messages)
    _check_cache_points(body, family)
    _check_fields(body, family)
    check_thinking(body)


def _check_tools(config: dict[str, Any] | None, messages: list[dict[str, Any]], family: Family) -> None:
    uses_tools = any(ids(message, kind) for message in messages for kind in ("toolUse", "toolResult"))
    words = "The toolConfig field must be defined when using toolUse and toolResult content blocks."
    demand(config or not uses_tools, words)
    if config is None:
        return
    demand(family.tools, "This model doesn't support tool use.")
    names = []
    for number, tool in enumerate(config["tools"]):
        if "toolSpec" not in tool:
            continue
        at, schema = f"toolConfig.tools.{number}.toolSpec.inputSchema.json", tool["toolSpec"]["inputSchema"]["json"]
        names.append(tool["toolSpec"]["name"])
        demand(isinstance(schema, dict), f"The format of the value at {at} is invalid. Provide a json object for the field.")
        demand(schema.get("type") == "object", f"The value at {at}.type must be one of the following: object.")
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            raise RejectedError(
                f"The model returned the following errors: {at}: JSON schema is invalid: {error.message}"
            ) from error
    demand(len(names) == len(set(names)), "The model returned the following errors: tools: Tool names must be unique.")
    [kind] = config.get("toolChoice", {"auto": {}})
    at = f"toolConfig.toolChoice.{kind}"
    supported = kind in family.choices or "toolChoice" not in config
    demand(supported, f"This model doesn't support the {at} field. Remove {at} and try again.")
    name = config["toolChoice"]["tool"]["name"] if kind == "tool" else None
    demand(name is None or name in names, f"The model returned the following errors: Tool '{name}' not found in provided tools")


def _check_order(messages: list[dict[str, Any]]) -> None:
    demand(messages, "The messages field is required. Add a message, and try again.")
    first = "A conversation must start with a user message. Try again with a conversation that starts with a user message."
    demand(messages[0]["role"] == "user", first)
    for one, two in pairwise(messages):
        demand(
            {one["role"], two["role"]} == {"user", "assistant"},
            "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user "
            "and assistant roles and try again.",
        )
    demand(
        messages[-1]["role"] == "user",
        "The model returned the following errors: This model does not support assistant message prefill. The conversation must "
        "end with a user message.",
    )


def _check_pairs(messages: list[dict[str, Any]]) -> None:
    """Each tool use has one result, in the very next message and before anything else in it."""
    for number, (before, message) in enumerate(pairwise([{"content": []}, *messages])):
        for kind in ("toolUse", "toolResult"):
            given = ids(message, kind)
            double = sorted({each for each in given if given.count(each) > 1})
            demand(not double, f"The {kind} blocks at messages.{number}.content contain duplicate Ids: {', '.join(double)}")
        asked, answered = ids(before, "toolUse"), ids(message, "toolResult")
        words = (
            f"The number of toolResult blocks at messages.{number}.content exceeds the number of toolUse blocks of previous turn."
        )
        demand(len(answered) <= len(asked), words)
        missing = [each for each in asked if each not in answered]
        demand(not missing, f"Expected toolResult blocks at messages.{number}.content for the following Ids: {', '.join(missing)}")
        blocks = [block for block in message["content"] if "cachePoint" not in block]
        first = all("toolResult" in block for block in blocks[: len(answered)])
        demand(first, f"messages.{number}.content: tool results have to come before anything else")
    used = [each for message in messages for each in ids(message, "toolUse")]
    demand(len(used) == len(set(used)), "The model returned the following errors: messages: `tool_use` ids must be unique")


def _check_cache_points(body: dict[str, Any], family: Family) -> None:
    blocks = {
        "system": body.get("system", []),
        "tools": body.get("toolConfig", {}).get("tools", []),
        "messages": [block for message in body["messages"] for block in message["content"]],
    }
    points = {field: [block for block in given if "cachePoint" in block] for field, given in blocks.items()}
    for field, found in points.items():
        if found and family.caches:
            words = f"Malformed input request: #/{field}: extraneous key [cachePoint] is not permitted"
            demand(field in family.caches, words)
        elif found:
            words = "You invoked an unsupported model or your request did not allow prompt caching. See the documentation."
            raise RejectedError(words, 403, "AccessDeniedException")
    for number, message in enumerate(body["messages"]):
        for index, (before, block) in enumerate(pairwise([{}, *message["content"]])):
            behind_text = "text" in before or not family.caches_after_text
            words = f"Malformed input request: #/messages/{number}/content/{index}: extraneous key [cachePoint] is not permitted"
            demand("cachePoint" not in block or behind_text, words)
    number = sum(len(found) for found in points.values())
    words = f"The model returned the following errors: A maximum of 4 blocks with cache_control may be provided. Found {number}."
    demand(number <= MOST_CACHE_POINTS, words)


def _check_fields(body: dict[str, Any], family: Family) -> None:
    for name in body.get("additionalModelRequestFields", {}):
        known = family.fields is None or name in family.fields
        demand(
            known,
            f"Malformed input request: #: extraneous key [{name}] is not permitted, please reformat your input and try again.",
        )
    for path in body.get("additionalModelResponseFieldPaths", []):
        demand(path.startswith("/"), f"The additionalModelResponseFieldPaths value {path} is not a JSON Pointer.")
