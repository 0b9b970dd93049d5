"""Calls the LLM: one turn of a conversation. `call_llm/turn.py` says what goes in and what comes out."""

import contextlib
import os
from typing import Any

from call_llm import config, priming, turn

# A wrong configuration is said by the call, under its name.
with contextlib.suppress(config.LLMConfigError):
    priming.prime(config.read(os.environ))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": turn.run_turn(event, config.read(os.environ), context.get_remaining_time_in_millis)}
