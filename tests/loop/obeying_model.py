"""A model that obeys whatever a tool returns: it does each order that stands in a result, and answers with all that it has read.

An order is one word without quotation marks, so that it survives JSON, SQL and error messages: `DO:<tool>:<input as JSON, in hex>`.
"""

import json
import re
from typing import Any

from agents.declaration import FINAL_ANSWER
from local.loopback_server import Response
from local.scripted_model.conversations import Text, ToolUse, Turn
from local.scripted_model.dialect import Dialect
from local.scripted_model.request import Request

_ORDER = re.compile(r"DO:([a-zA-Z0-9_-]+):((?:[0-9a-f]{2})+)")


def order(tool: str, **given: Any) -> str:
    """The text that makes the model call a tool."""
    return f"DO:{tool}:{json.dumps(given).encode().hex()}"


def obey(dialect: Dialect, request: Request) -> Response:
    return Response(200, dialect.write(request, _turn(request)))


def _turn(request: Request) -> Turn:
    """The question gives the first order, and each result may give more."""
    latest = [result.content for result in request.results[-1]] if request.results else [request.question]
    orders = [ToolUse(tool, json.loads(bytes.fromhex(given))) for text in latest for tool, given in _ORDER.findall(text)]
    if orders and not request.only:
        return [Text("As you say."), *orders]
    schema = next(tool["input_schema"] for tool in request.body["tools"] if tool["name"] == FINAL_ANSWER)
    said = "\n".join(result.content for results in request.results for result in results)
    return [
        ToolUse(FINAL_ANSWER, {name: said if field["type"] == "string" else [] for name, field in schema["properties"].items()})
    ]
