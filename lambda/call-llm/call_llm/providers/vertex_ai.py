"""Google's models on Vertex AI, called with a service account. https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference

The secret is the JSON key of the account. The project is the account's, and the location is `global`. The params `vertex_project`
and `vertex_location` choose others.
"""

import dataclasses
from typing import Any

from call_llm import service_account
from call_llm.config import Target
from call_llm.errors import LLMBadRequest
from call_llm.providers import gemini
from call_llm.providers.provider import NO_KEY, Provider

NO_PROJECT = "no-project"
# The newest models are there. https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations
LOCATION = "global"


def access_arguments(target: Target, secret: str | None) -> dict[str, Any]:
    """Return the whole URL. LiteLLM would choose another location for a model that its price map doesn't list in this one."""
    name = target.model.removeprefix("vertex_ai/")
    if not name.startswith("gemini-"):
        raise LLMBadRequest(f"{target.model}: Google's own models are asked at Vertex AI, vertex_ai/gemini-…")
    location = target.params.get("vertex_location", LOCATION)
    project = target.params.get("vertex_project") or (service_account.parse(secret).project_id if secret else NO_PROJECT)
    return {
        "api_base": f"{target.api_base or api(location)}/projects/{project}/locations/{location}/publishers/google/models/{name}",
        # LiteLLM is given the token in their place. See litellm_patches/google.py.
        "vertex_credentials": service_account.access_token(secret) if secret else NO_KEY,
        "vertex_project": project,
        "vertex_location": location,
        **gemini.SIGNATURES_APART,
    }


def api(location: str) -> str:
    """Return the URL of the API. https://cloud.google.com/vertex-ai/docs/reference/rest#rest_endpoints"""
    if location == "global":
        return "https://aiplatform.googleapis.com/v1"
    if "-" not in location:
        return f"https://aiplatform.{location}.rep.googleapis.com/v1"
    return f"https://{location}-aiplatform.googleapis.com/v1"


def for_model(model: str) -> Provider:
    return _OLDER if gemini.is_older(model) else _NEWER


_NEWER = dataclasses.replace(gemini.NEWER, access_arguments=access_arguments, forget_tokens=service_account.forget_tokens)
_OLDER = dataclasses.replace(gemini.OLDER, access_arguments=access_arguments, forget_tokens=service_account.forget_tokens)
PROVIDER = dataclasses.replace(_NEWER, for_model=for_model)
