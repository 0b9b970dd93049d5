"""The Lambda function that calls the LLM, once for each turn of a conversation. `call_llm/turn.py` describes input and output."""

import contextlib
import os
from typing import Any

from call_llm import config, priming, turn

# The call itself raises the error of a wrong configuration.
with contextlib.suppress(config.LLMConfigError):
    priming.prime(config.read(os.environ))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": turn.run_turn(event, config.read(os.environ), context.get_remaining_time_in_millis)}
