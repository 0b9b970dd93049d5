"""What a provider's API can take, where providers differ. The defaults are the plainest request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from call_llm.config import Target

# A local server needs no key, but LiteLLM wants one for most providers.
NO_KEY = "no-key"


def key_and_base(target: Target, secret: str | None) -> dict[str, Any]:
    """The arguments of LiteLLM for an API that is asked with a key."""
    arguments = {"api_base": target.api_base} if target.api_base else {}
    return arguments | ({"api_key": secret or NO_KEY} if secret or target.api_base else {})


def never(target: Target) -> bool:
    return False


@dataclass(frozen=True)
class Provider:
    litellm_name: str | None = None
    """What LiteLLM calls the provider in `provider/model`, where that isn't our name for it."""
    access: Callable[[Target, str | None], dict[str, Any]] = key_and_base
    """LiteLLM's arguments for where the API is and who asks, from the target and its secret."""
    keeps_thinking: bool = False
    """Signed thinking goes back to the model that made it."""
    images_in_results: bool = False
    """A tool result may hold images; elsewhere they follow in a message of the user."""
    fetches_images: bool = False
    """The provider loads an image from its https URL. For others LiteLLM would load it, from inside this function's network."""
    marks_cache: Callable[[Target], bool] = never
    """Whether a request says, by `cache_control`, up to where it will come again. Where it doesn't, the provider caches by itself
    or not at all."""
    marks_end: bool = True
    """Not the system prompt alone is marked, but the end of the conversation too."""
    tool_choices: tuple[str, ...] = ("auto", "any", "tool")
    """The kinds of tool_choice that the model takes. One that can't be made to use a tool is given that tool alone."""
    mixes_tools_and_text: bool = True
    """Text may stand beside tool uses, and beside tool results, in one message."""
    of_model: "Callable[[str], Provider] | None" = None
    """For who hosts the models of several makers: what differs for the model `provider/model`."""
