"""The differences between the providers' APIs. The defaults make the plainest request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from call_llm.answers import chat
from call_llm.answers.answer import Answer
from call_llm.config import Target
from call_llm.errors import LLMError

# A local server needs no key, but LiteLLM wants one for most providers.
NO_KEY = "no-key"


def key_and_base(target: Target, secret: str | None) -> dict[str, Any]:
    """Return LiteLLM's arguments for an API that takes a key."""
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
    """One provider's differences. A function that takes `target` decides by its model."""

    litellm_name: str | None = None
    """LiteLLM's name for the provider in `provider/model`. None if it is our name too."""
    access_arguments: Callable[[Target, str | None], dict[str, Any]] = key_and_base
    """Return LiteLLM's arguments for the API's address and its key, from the target and its secret."""
    adjust_request: Callable[[dict[str, Any]], dict[str, Any]] = send_unchanged
    """Return all arguments of `litellm.completion`, changed where LiteLLM would lose or change a part of the request. LiteLLM sends
    `extra_body` unchanged."""
    classify_error: Callable[[int | None, str], type[LLMError] | None] = as_most_providers
    """Return the error for a status and its text if the provider means another one than most do. None for the usual one."""
    adjust_answer: Callable[[dict[str, Any]], Answer] = chat.adjust
    """Return an answer's JSON in the published form of the API."""
    asked_with_sdk: bool = False
    """Whether LiteLLM asks it with OpenAI's SDK, and not with its own HTTP client."""
    forget_tokens: Callable[[], None] = do_nothing
    """Forget the tokens that were made from secrets, because the provider has refused one."""
    keeps_signatures: bool = False
    """Whether signatures of text and tool_use blocks go back to the model. See signatures.py."""
    format_tool_result: Callable[[str, bool], str] | None = None
    """Return the content of a tool message, from the result's text and whether the tool failed, so that LiteLLM hands on both
    unchanged."""
    keeps_thinking: bool = False
    """Whether thinking blocks go back to the model that made them. See signs_thinking."""
    signs_thinking: bool = True
    """Whether the model signs its thinking blocks. If it doesn't, it wants back the thoughts of every turn that used a tool, as
    `reasoning_content`."""
    params_without_thinking: Mapping[str, Any] = field(default_factory=dict)
    """The params that stop a model from thinking, for models that think without being asked."""
    supports_images: Callable[[Target], bool] = always
    """Return whether the model takes images. Another model gets a text in the place of each image."""
    user_after_results: bool = True
    """Whether a message of the user may follow a tool result. If not, a turn of the model is put between them."""
    images_in_results: bool = False
    """Whether a tool result may hold images. If not, they follow in a message of the user."""
    fetches_images: bool = False
    """Whether the provider loads an image from its https URL. If not, LiteLLM would load it from this function's network."""
    marks_cache: Callable[[Target], bool] = never
    """Return whether a request marks with `cache_control` the part that the next one repeats. Other providers cache by themselves
    or not at all."""
    marks_cache_at_end: bool = True
    """Whether the end of the conversation is marked too, and not the system prompt alone."""
    tool_choices: tuple[str, ...] = ("auto", "any", "tool")
    """The kinds of tool_choice that the model takes. A model that can't be forced to use a tool is offered that tool alone."""
    supports_forced_tools: Callable[[Target], bool] = always
    """Return whether the model can be forced to use a tool, where models of the provider differ."""
    mixes_tools_and_text: bool = True
    """Whether one message may hold text beside tool uses or tool results."""
    for_model: "Callable[[str], Provider] | None" = None
    """Return the differences for `provider/model`, where models of the provider differ."""
