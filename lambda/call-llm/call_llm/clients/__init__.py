"""What makes the request, one file a client. Each has `ask(call, target, secret, seconds) -> Reply`, which raises an LLMError,
and `HTTP`, the library that it sends requests with.

litellm_sdk    LiteLLM, which knows every provider
anthropic_sdk  Anthropic's own SDK: `client: native`
openai_sdk     OpenAI's own SDK: `client: native`

request        what is asked for the same way, whichever client asks
reply          what came back, made a Reply
chat           blocks into OpenAI's chat messages, which LiteLLM takes too, and an answer in them back into blocks
claude_params  the catalog's parameters in Anthropic's words
sdk            what the SDKs of the two providers have in common
adjusting_transport  an answer put right before LiteLLM reads it
attempt        one request, and our errors for whatever may come of it
deadline       a call that ends in time
failure        our errors for those of the libraries
lean           importing a large library
rehearsal      a call that goes through everything but the network
"""

import importlib
from typing import Any

from call_llm.config import Target

_NATIVE = {"anthropic": "anthropic_sdk", "openai": "openai_sdk"}


def client_of(target: Target) -> Any:
    """The client's module. It is imported when it is first needed, because each takes its time."""
    name = _NATIVE[target.provider] if target.client == "native" else "litellm_sdk"
    return importlib.import_module(f"call_llm.clients.{name}")
