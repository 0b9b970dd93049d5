"""Thought signatures: what a model of the third generation or later signs, it wants back.

https://ai.google.dev/gemini-api/docs/thought-signatures
"""

import base64
import hashlib
import json
import re
from typing import Any

from local.scripted_model.request import RejectedError
from tests.providers.gemini.payload import decoded

FIRST_TO_SIGN = 3
# For calls that no model of Google's has made: documented as a last resort, which makes the model worse.
ACCEPTED_INSTEAD = ("skip_thought_signature_validator", "context_engineering_is_the_way_to_go")


def generation(model: str) -> int:
    """Of a model by its name. One without a number is of the newest."""
    found = re.match(r"gemini-(\d+)", model)
    return int(found[1]) if found else 99


def signature(model: str, part: dict[str, Any]) -> str:
    """The service's is encrypted; this is one that can be checked the same way: by the model that made it, and by what it signs."""
    signed = {name: value for name, value in part.items() if name in ("text", "functionCall")}
    if call := signed.get("functionCall"):
        signed["functionCall"] = {"name": call["name"], "args": call.get("args", {})}
    digest = hashlib.sha256(f"{model}\n{json.dumps(signed, sort_keys=True)}".encode())
    return base64.b64encode(digest.digest()).decode()


def check_signatures(contents: list[dict[str, Any]], model: str) -> None:
    """Raises RejectedError for a signature that is not the model's, or that is missing where one has to be.

    It has to be on the first call of each of the model's contents since the user's last words; of parallel calls the first alone is
    signed.
    """
    for content in contents:
        for part in content["parts"]:
            given = part.get("thoughtSignature")
            if given and decoded(given) != decoded(signature(model, part)) and not _is_accepted_instead(given):
                raise RejectedError("Corrupted thought signature.")
    if generation(model) < FIRST_TO_SIGN:
        return
    for position in range(len(contents) - 1, -1, -1):
        parts = contents[position]["parts"]
        if contents[position]["role"] == "user" and any("functionResponse" not in part for part in parts):
            return
        first = next((part for part in parts if "functionCall" in part), None)
        if first and not first.get("thoughtSignature"):
            raise RejectedError(
                "Function call is missing a thought_signature in functionCall parts. This is required for tools to work "
                "correctly, and missing thought_signature may lead to degraded model performance. Additional data, function "
                f"call `default_api:{first['functionCall']['name']}` , position {position + 1}. Please refer to "
                "https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
            )


def _is_accepted_instead(given: str) -> bool:
    """As the words themselves, or as the bytes that a client writes in base64."""
    return given in ACCEPTED_INSTEAD or decoded(given) in [words.encode() for words in ACCEPTED_INSTEAD]
