"""The Gemini API, called with a key. https://ai.google.dev/api/generate-content"""

import dataclasses
import json
import re
from typing import Any

from call_llm.answers import generate_content
from call_llm.config import Target
from call_llm.errors import LLMAuth, LLMError
from call_llm.providers.provider import NO_KEY, Provider

# LiteLLM uses v1alpha for newer models.
API = "https://generativelanguage.googleapis.com/v1beta"
# LiteLLM would put a signature into the id of its tool use. The id would be too long for other providers.
SIGNATURES_APART = {"thought_signature_in_tool_call_id": False}

_BAD_KEY = re.compile(r"API_KEY_INVALID|API key (not valid|expired|not found)", re.IGNORECASE)


def access_arguments(target: Target, secret: str | None) -> dict[str, Any]:
    return {"api_base": target.api_base or API, "api_key": secret or NO_KEY, **SIGNATURES_APART}


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Send the tools with their schemas unchanged. https://ai.google.dev/api/caching#FunctionDeclaration

    LiteLLM translates the schemas to Google's older form. It makes an object of everything that this form lacks: a constant, a list
    of allowed numbers, a choice between two forms.
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
    """Return the JSON of an object that holds the text. Its field names are Google's: https://ai.google.dev/api/caching#FunctionResponse

    LiteLLM would send a text that happens to be a JSON object as an object. Google makes floats of the numbers in it, which changes
    a long id, and takes `$ref` for its own. LiteLLM also sends NaN, which is no JSON, and takes a data URL for an image.
    """
    return json.dumps({"error" if failed else "output": text}, ensure_ascii=False)


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    """Return LLMAuth for an invalid key, for which Google sends 400. https://ai.google.dev/gemini-api/docs/troubleshooting"""
    if status == 400 and _BAD_KEY.search(text):
        return LLMAuth
    return None


def is_older(model: str) -> bool:
    """Return whether the model is older than the third generation, by a name such as gemini-2.5-flash."""
    found = re.search(r"gemini-(\d+)", model.rpartition("/")[2])
    return found is not None and int(found[1]) < 3


def for_model(model: str) -> Provider:
    return OLDER if is_older(model) else NEWER


OLDER = Provider(
    access_arguments=access_arguments,
    adjust_request=adjust_request,
    adjust_answer=generate_content.adjust,
    classify_error=classify_error,
    format_tool_result=format_tool_result,
    keeps_signatures=True,
)
# https://ai.google.dev/gemini-api/docs/function-calling#multimodal
NEWER = dataclasses.replace(OLDER, images_in_results=True)
PROVIDER = dataclasses.replace(NEWER, for_model=for_model)
