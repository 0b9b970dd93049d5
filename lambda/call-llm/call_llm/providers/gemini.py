"""The Gemini API, asked with a key. https://ai.google.dev/api/generate-content"""

import dataclasses
import json
import re
from typing import Any

from call_llm.config import Target
from call_llm.errors import LLMAuth, LLMError
from call_llm.providers.google_answers import adjust_answer
from call_llm.providers.provider import NO_KEY, Provider

# LiteLLM's own is v1alpha for newer models.
API = "https://generativelanguage.googleapis.com/v1beta"
# LiteLLM would hide a signature in the id of its call, which is too long then for other providers.
SIGNATURES_APART = {"thought_signature_in_tool_call_id": False}

_BAD_KEY = re.compile(r"API_KEY_INVALID|API key (not valid|expired|not found)", re.IGNORECASE)


def access_arguments(target: Target, secret: str | None) -> dict[str, Any]:
    return {"api_base": target.api_base or API, "api_key": secret or NO_KEY, **SIGNATURES_APART}


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """The tools with their schemas as they are, https://ai.google.dev/api/caching#FunctionDeclaration.

    LiteLLM translates those into Google's older form, and makes an object of all that this has no word for: a constant, a list of
    allowed numbers, a choice between two forms.
    """
    if "tools" not in arguments:
        return arguments
    functions = [tool["function"] for tool in arguments["tools"]]
    declared = [
        {"name": each["name"], "description": each["description"], "parametersJsonSchema": each["parameters"]} for each in functions
    ]
    more = {**arguments.get("extra_body", {}), "tools": [{"functionDeclarations": declared}]}
    return {name: value for name, value in arguments.items() if name != "tools"} | {"extra_body": more}


def format_tool_result(text: str, failed: bool) -> str:
    """As an object with a text in it, and never as an object that the text happens to spell.

    Google keeps every number of such an object as a float, so that a long id comes out as another, and takes `$ref` for its own.
    LiteLLM sends NaN, which is no JSON, and takes a data URL for an image. The names are Google's:
    https://ai.google.dev/api/caching#FunctionResponse
    """
    return json.dumps({"error" if failed else "output": text}, ensure_ascii=False)


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    """A key that is not valid is a bad request to Google. https://ai.google.dev/gemini-api/docs/troubleshooting"""
    if status == 400 and _BAD_KEY.search(text):
        return LLMAuth
    return None


def is_older(model: str) -> bool:
    """Before the third generation, by a name such as gemini-2.5-flash."""
    found = re.search(r"gemini-(\d+)", model.rpartition("/")[2])
    return found is not None and int(found[1]) < 3


def for_model(model: str) -> Provider:
    return OLDER if is_older(model) else NEWER


OLDER = Provider(
    access_arguments=access_arguments,
    adjust_request=adjust_request,
    adjust_answer=adjust_answer,
    classify_error=classify_error,
    format_tool_result=format_tool_result,
    keeps_signatures=True,
)
# https://ai.google.dev/gemini-api/docs/function-calling#multimodal
NEWER = dataclasses.replace(OLDER, images_in_results=True)
PROVIDER = dataclasses.replace(NEWER, for_model=for_model)
