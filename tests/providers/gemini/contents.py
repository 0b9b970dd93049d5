"""What Google refuses in a conversation: its roles, its parts, and calls without their results."""

from itertools import pairwise
from typing import Any

from local.scripted_model.request import demand
from tests.providers.gemini.payload import PART_DATA
from tests.providers.gemini.signatures import check_signatures, generation

ROLES = ("user", "model")
# https://ai.google.dev/gemini-api/docs/image-understanding#supported-formats
IMAGE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif")
OTHER_TYPES = ("application/pdf", "text/", "audio/", "video/")
FIRST_WITH_IDS = 3
"""Older models refuse the `id` of a call, and parts in a function's response.
https://ai.google.dev/gemini-api/docs/function-calling#multimodal"""


def check_contents(contents: list[dict[str, Any]], model: str) -> None:
    """Raises RejectedError for a conversation that this model would refuse."""
    demand(contents, "* GenerateContentRequest.contents: contents is not specified\n")
    for number, content in enumerate(contents):
        at = f"GenerateContentRequest.contents[{number}]"
        demand(content.get("role") in ROLES, "Please use a valid role: user, model.")
        demand(content.get("parts"), f"* {at}.parts: contents.parts must not be empty.\n")
        for index, part in enumerate(content["parts"]):
            _check_part(part, f"{at}.parts[{index}]", content["role"], model)
    _check_turns(contents)
    check_signatures(contents, model)


def calls(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [part["functionCall"] for part in content.get("parts", []) if "functionCall" in part]


def responses(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [part["functionResponse"] for part in content.get("parts", []) if "functionResponse" in part]


def answers(asked: list[dict[str, Any]], answered: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The responses in the order of their calls: by id where the calls have one, else as they come."""
    by_id = {response.get("id"): response for response in answered}
    if all(call.get("id") in by_id for call in asked) and None not in by_id:
        return [by_id[call["id"]] for call in asked]
    return answered


def _check_part(part: dict[str, Any], at: str, role: str, model: str) -> None:
    # Protobuf knows no difference between an empty text and none.
    full = any(part.get(name) not in (None, "") for name in PART_DATA)
    demand(full, f"* {at}.data: required oneof field 'data' must have one initialized field\n")
    call, response = part.get("functionCall"), part.get("functionResponse")
    demand(call is None or role == "model", "Please ensure that function calls are in a turn of role model.")
    demand(response is None or role == "user", "Please ensure that function responses are in a turn of role user.")
    for each, name in ((call, "function_call"), (response, "function_response")):
        if each is not None:
            demand(each.get("name"), f"* {at}.{name}.name: Name cannot be empty.\n")
            demand("id" not in each or generation(model) >= FIRST_WITH_IDS, "Request contains an invalid argument.")
    if response is not None:
        demand("response" in response, f"* {at}.function_response.response: Response cannot be empty.\n")
        inside = response.get("parts", [])
        supported = not inside or generation(model) >= FIRST_WITH_IDS
        demand(supported, "Multimodal function response is not supported by this model.")
        for blob in inside:
            _check_blob(blob.get("inlineData", {}), at)
    if "inlineData" in part:
        _check_blob(part["inlineData"], at)


def _check_blob(blob: dict[str, Any], at: str) -> None:
    kind = blob.get("mimeType", "")
    demand(kind in IMAGE_TYPES or kind.startswith(OTHER_TYPES), f"Unsupported MIME type: {kind}")
    demand(blob.get("data"), f"* {at}.inline_data.data: required field is not set\n")


def _check_turns(contents: list[dict[str, Any]]) -> None:
    """https://ai.google.dev/gemini-api/docs/function-calling#multi-turn"""
    demand(contents[0]["role"] == "user", "Please ensure that multiturn requests alternate between user and model.")
    ends = contents[-1]["role"] == "user"
    demand(ends, "Please ensure that multiturn requests ends with a user role or a function response.")
    for before, content in pairwise([{"role": "user"}, *contents]):
        asked, answered = calls(before), responses(content)
        alternate = not (before["role"] == content["role"] == "model")
        demand(alternate, "Please ensure that multiturn requests alternate between user and model.")
        after = asked or not answered
        demand(after, "Please ensure that function response turn comes immediately after a function call turn.")
        demand(
            len(asked) == len(answered),
            "Please ensure that the number of function response parts is equal to the number of function call parts of the "
            "function call turn.",
        )
        ids = [call.get("id") for call in asked], [response.get("id") for response in answered]
        given = [each for each in ids[0] if each is not None]
        fit = sorted(map(str, ids[0])) == sorted(map(str, ids[1])) and len(given) == len(set(given))
        names = all(one["name"] == two["name"] for one, two in zip(asked, answers(asked, answered), strict=True))
        demand(fit and names, "Please ensure that each function response has the name and the id of its function call.")
