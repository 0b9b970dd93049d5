"""Check a request's body against `request.schema.json`. That file names its source."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from local.mock_services.perplexity.errors import ApiError, bad_request

MODELS = ("sonar", "sonar-pro", "sonar-reasoning-pro", "sonar-deep-research")
"""https://docs.perplexity.ai/docs/sonar/models"""

_LIST = "https://docs.perplexity.ai/docs/getting-started/models"
SCHEMA = json.loads(Path(__file__).with_name("request.schema.json").read_text())

_NOT_MOCKED = ("stream", "tools", "response_format", "return_images", "return_related_questions", "logprobs")
"""The fields that the API supports and the mock service doesn't. They are refused, not ignored."""


def read(body: bytes) -> dict[str, Any]:
    """Return the checked body. Raises ApiError."""
    try:
        given = json.loads(body)
    except ValueError as wrong:
        raise bad_request("JSON decode error") from wrong
    try:
        checked: dict[str, Any] = _check()(given)
    except fastjsonschema.JsonSchemaValueException as wrong:
        raise bad_request(wrong.message.removeprefix(f"{wrong.name} "), *wrong.path[1:]) from wrong
    if checked["model"] not in MODELS:
        words = f"Invalid model '{checked['model']}'. Permitted models can be found in the documentation at {_LIST}."
        raise ApiError(400, "invalid_model", words)
    for field in _NOT_MOCKED:
        if checked.get(field) and checked[field] != {"type": "text"}:
            raise ApiError(501, "not_mocked", f"The mock service can't do {field}, which the API can.")
    return checked


@cache
def _check() -> Any:
    return fastjsonschema.compile(SCHEMA, use_default=False)
