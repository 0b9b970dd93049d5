"""What a provider's API can take, where providers differ. The defaults are the plainest request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from call_llm.config import Target
from call_llm.errors import LLMError

# A local server needs no key, but LiteLLM wants one for most providers.
NO_KEY = "no-key"


def key_and_base(target: Target, secret: str | None) -> dict[str, Any]:
    """The arguments of LiteLLM for an API that is asked with a key."""
    arguments = {"api_base": target.api_base} if target.api_base else {}
    return arguments | ({"api_key": secret or NO_KEY} if secret or target.api_base else {})


def never(target: Target) -> bool:
    return False


def always(target: Target) -> bool:
    return True


def send_unchanged(arguments: dict[str, Any]) -> dict[str, Any]:
    return arguments


def do_nothing() -> None:
    pass


def as_most_providers(status: int | None, text: str) -> None:
    return None


@dataclass(frozen=True)
class Provider:
    litellm_name: str | None = None
    """What LiteLLM calls the provider in `provider/model`, where that isn't our name for it."""
    access_arguments: Callable[[Target, str | None], dict[str, Any]] = key_and_base
    """LiteLLM's arguments for where the API is and who asks, from the target and its secret."""
    adjust_request: Callable[[dict[str, Any]], dict[str, Any]] = send_unchanged
    """LiteLLM's whole arguments, made right where it would lose or bend something: what `extra_body` holds is sent as it is."""
    classify_error: Callable[[int | None, str], type[LLMError] | None] = as_most_providers
    """The error for a status and its text, where the provider means another by it than most do."""
    adjust_answer: Callable[[Any], Any] | None = None
    """The JSON of an answer, put right before LiteLLM reads it. It may raise an LLMError. For providers that LiteLLM asks with a
    client of its own."""
    forget_tokens: Callable[[], None] = do_nothing
    """Drops what was made of the secret, because the provider no longer takes it."""
    keeps_signatures: bool = False
    """What the model signs beside its thoughts goes back to it, see signatures.py."""
    format_tool_result: Callable[[str, bool], str] | None = None
    """The text of a tool's result, and whether the tool failed, as LiteLLM has to be given them so that both arrive as they are."""
    keeps_thinking: bool = False
    """Thinking goes back to the model that made it, if it is signed."""
    signs_thinking: bool = True
    """Where it isn't signed, a model that thinks wants its thoughts of every turn that used a tool, as `reasoning_content`."""
    params_without_thinking: Mapping[str, Any] = field(default_factory=dict)
    """The params that keep a model from thinking which does so unasked."""
    supports_images: Callable[[Target], bool] = always
    """Whether the model takes images. One that doesn't is told that there was one."""
    user_after_results: bool = True
    """A message of the user may follow a tool's result. Elsewhere a turn of the model stands between them."""
    images_in_results: bool = False
    """A tool result may hold images; elsewhere they follow in a message of the user."""
    fetches_images: bool = False
    """The provider loads an image from its https URL. For others LiteLLM would load it, from inside this function's network."""
    marks_cache: Callable[[Target], bool] = never
    """Whether a request says, by `cache_control`, up to where it will come again. Where it doesn't, the provider caches by itself
    or not at all."""
    marks_cache_at_end: bool = True
    """Not the system prompt alone is marked, but the end of the conversation too."""
    tool_choices: tuple[str, ...] = ("auto", "any", "tool")
    """The kinds of tool_choice that the model takes. One that can't be made to use a tool is given that tool alone."""
    supports_forced_tools: Callable[[Target], bool] = always
    """Whether the model can be made to use a tool at all, where models of the provider differ."""
    mixes_tools_and_text: bool = True
    """Text may stand beside tool uses, and beside tool results, in one message."""
    for_model: "Callable[[str], Provider] | None" = None
    """For who hosts the models of several makers: what differs for the model `provider/model`."""
