"""What makes the request, one file an engine. Each has `ask(call, target, secret, seconds) -> Reply`, which raises an LLMError.

litellm_sdk    LiteLLM, which knows every provider
chat           blocks into OpenAI's chat messages, which LiteLLM takes, and an answer in them back into a Reply
deadline       a call that ends in time
failure        our errors for those of the libraries
"""

import importlib
from typing import Any

from call_llm.config import Target


def engine_of(target: Target) -> Any:
    """The engine's module. It is imported when it is first needed, because each takes its time."""
    return importlib.import_module("call_llm.engines.litellm_sdk")
