"""What Converse refuses in a content block."""

import json
from typing import Any

from local.scripted_model.request import demand
from tests.providers.bedrock.models import Family
from tests.providers.bedrock.shapes import blob
from tests.providers.bedrock.thinking import check_reasoning

MOST_IMAGES = 20
# The first bytes of each format.
_MAGIC = {"png": b"\x89PNG", "jpeg": b"\xff\xd8\xff", "gif": b"GIF8", "webp": b"RIFF"}
_ROLES = {
    "user": ("text", "image", "document", "video", "audio", "toolResult", "guardContent", "cachePoint", "searchResult"),
    "assistant": ("text", "toolUse", "reasoningContent", "citationsContent", "cachePoint"),
}


def ids(message: dict[str, Any], kind: str) -> list[str]:
    """The ids of a message's tool uses, or those that its tool results answer."""
    return [block[kind]["toolUseId"] for block in message["content"] if kind in block]


def text_of(content: list[dict[str, Any]]) -> str:
    """The text of a message, or of a tool result, whose JSON counts as text."""
    return "\n".join(
        block["text"] if "text" in block else json.dumps(block["json"]) for block in content if {"text", "json"} & block.keys()
    )


def check_content(message: dict[str, Any], number: int, model: str, family: Family) -> None:
    """Raises RejectedError for content that this model would not be given."""
    role, content = message["role"], message["content"]
    words = (
        f"The content field in the Message object at messages.{number} is empty. Add a ContentBlock object to the content field."
    )
    demand(any("cachePoint" not in block for block in content), words)
    images = 0
    for index, block in enumerate(content):
        [(kind, value)] = block.items()
        at = f"messages.{number}.content.{index}"
        demand(
            kind in _ROLES[role], f"This model doesn't support the {kind} field for {role} messages. Remove {kind} and try again."
        )
        if kind == "text":
            _check_text(value, "ContentBlock", at)
        elif kind == "image":
            images += 1
            _check_image(value, at, role, family.images)
        elif kind == "toolUse":
            words = f"The format of the value at {at}.toolUse.input is invalid. Provide a json object for the field and try again."
            demand(isinstance(value["input"], dict), words)
        elif kind == "toolResult":
            _check_result(value, at, family)
        elif kind == "reasoningContent":
            check_reasoning(value, at, model, family.thinks)
    demand(images <= MOST_IMAGES, f"messages.{number}.content: You can include up to {MOST_IMAGES} images.")
    _check_mixture(message, number, family)


def _check_text(text: str, name: str, at: str) -> None:
    demand(text.strip(), f"The text field in the {name} object at {at} is blank. Add text to the text field, and try again.")


def _check_image(image: dict[str, Any], at: str, role: str, supported: bool) -> None:
    demand(supported, f"This model doesn't support the image field for {role} messages. Remove image and try again.")
    demand("error" not in image, f"The error field at {at}.image is only in answers. Remove error and try again.")
    if "bytes" in image["source"]:
        data = blob(image["source"]["bytes"], (at, "image", "source", "bytes"))
        words = f"The model returned the following errors: {at}: The image does not appear to be an {image['format']} image"
        demand(data.startswith(_MAGIC[image["format"]]), words)


def _check_result(result: dict[str, Any], at: str, family: Family) -> None:
    content, failed = result["content"], result.get("status") == "error"
    demand(family.status or "status" not in result, "This model doesn't support the status field. Remove status and try again.")
    words = f"The content field at {at}.toolResult cannot be empty when status value is error."
    demand(content or not failed, words)
    for index, part in enumerate(content):
        where = f"{at}.toolResult.content.{index}"
        if "text" in part:
            _check_text(part["text"], "ToolResultContentBlock", where)
        elif "image" in part:
            _check_image(part["image"], where, "user", family.images_in_results)
        elif "json" in part:
            words = f"The format of the value at {where}.json is invalid. Provide a json object for the field and try again."
            demand(isinstance(part["json"], dict), words)


def _check_mixture(message: dict[str, Any], number: int, family: Family) -> None:
    for kind, name in (("toolUse", "tool use"), ("toolResult", "tool result")):
        mixed = ids(message, kind) and any(kind not in block for block in message["content"])
        words = f"messages.{number}.content: Conversation blocks and {name} blocks cannot be provided in the same turn."
        demand(family.mixed or not mixed, words)
