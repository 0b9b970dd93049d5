"""The clients: the libraries that make the requests, one file a client.

litellm_sdk    LiteLLM, which knows every provider
anthropic_sdk  Anthropic's own SDK: `client: native`
openai_sdk     OpenAI's own SDK: `client: native`

The other files serve them:

request              prepares the parts of a request that all clients send alike
reply                makes a Reply of an answer
chat                 converts blocks to OpenAI's chat messages, which LiteLLM takes too, and an answer back to blocks
claude_params        translates the catalog's parameters to Anthropic's
sdk                  makes the requests of the two SDKs
read_answer          reads the JSON of an answer, by the rules of call_llm/answers
adjusting_transport  corrects an answer before LiteLLM reads it
attempt              runs one request and raises an LLMError if it fails
deadline             limits the time of a call
failure              turns an error of a library into an LLMError
lean                 imports a large library quickly
import_stubs         takes the place of modules that the package leaves out
rehearsal            makes a call without the network
"""

import importlib
from types import ModuleType
from typing import Protocol, cast

from call_llm.config import Target
from call_llm.conversation import Call, Reply

_NATIVE = {"anthropic": "anthropic_sdk", "openai": "openai_sdk"}


class Client(Protocol):
    """The module of a client."""

    HTTP: ModuleType
    """The library that sends its requests: httpx or httpx2."""

    def ask(self, call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
        """Return the target's reply. Raises an LLMError. seconds: the longest time that the answer may take."""


def client_of(target: Target) -> Client:
    """Return the client's module. It is imported at its first use, because each takes its time."""
    name = _NATIVE[target.provider] if target.client == "native" else "litellm_sdk"
    return cast(Client, importlib.import_module(f"call_llm.clients.{name}"))
