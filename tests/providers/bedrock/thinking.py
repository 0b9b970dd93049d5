"""What Bedrock refuses about thinking. Claude's own API has the last word there, so its rules are asked.

https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html
"""

from typing import Any

from local.scripted_model.anthropic import thinking as anthropic
from local.scripted_model.request import RejectedError, demand

FROM_THE_MODEL = "The model returned the following errors: "


def signature(thinking: str, model: str) -> str:
    """What the model signs its thinking with."""
    return anthropic.signature(thinking, model)


def check_reasoning(block: dict[str, Any], at: str, model: str, supported: bool) -> None:
    """Raises RejectedError for the thoughts of another model."""
    words = "This model doesn't support the reasoningContent field. Remove reasoningContent and try again."
    demand(supported, words)
    if "reasoningText" in block:
        text = block["reasoningText"]
        demand("signature" in text, f"{FROM_THE_MODEL}{at}.thinking.signature: Field required")
        signed = text["signature"] == signature(text["text"], model)
        demand(signed, f"{FROM_THE_MODEL}{at}: Invalid `signature` in `thinking` block")


def check_thinking(body: dict[str, Any]) -> None:
    """Raises RejectedError where thinking is on and does not go with the rest of the request, which is checked already."""
    thinking = body.get("additionalModelRequestFields", {}).get("thinking")
    if thinking is None:
        return
    demand(isinstance(thinking, dict) and "type" in thinking, f"{FROM_THE_MODEL}thinking.type: Field required")
    limits = body.get("inferenceConfig", {})
    kind = next(iter(body.get("toolConfig", {}).get("toolChoice", {"auto": {}})))
    messages = [{"role": each["role"], "content": [_as_anthropic(b) for b in each["content"]]} for each in body["messages"]]
    asked = {
        "thinking": thinking,
        "max_tokens": limits.get("maxTokens", 4096),
        "temperature": limits.get("temperature", 1),
        "tool_choice": {"type": kind},
        "messages": messages,
    }
    try:
        anthropic.check_thinking(asked)
    except RejectedError as rejected:
        raise RejectedError(FROM_THE_MODEL + str(rejected)) from rejected


def _as_anthropic(block: dict[str, Any]) -> dict[str, str]:
    kinds = {"reasoningContent": "thinking", "toolUse": "tool_use", "toolResult": "tool_result"}
    kind = next(iter(block))
    return {"type": kinds.get(kind, kind)}
