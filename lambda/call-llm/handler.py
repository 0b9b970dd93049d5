"""Calls the LLM: one turn of a conversation. `call_llm/turn.py` says what goes in and what comes out."""

import os
from typing import Any

from call_llm import config, turn


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": turn.take(event, config.read(os.environ), context.get_remaining_time_in_millis)}
