"""What the caller sends is what the providers' own SDKs would: their published types of a request are a second opinion."""

import pytest
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming
from groq.types.chat.completion_create_params import CompletionCreateParams as GroqParams
from mistralai.client.models import ChatCompletionRequestTypedDict
from ollama._types import ChatRequest
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import ValidationError
from wires import ASKED

from tests.sdk_types import of_the_types_of_an_sdk

TYPES = {
    "anthropic": MessageCreateParamsNonStreaming,
    "anthropic-native": MessageCreateParamsNonStreaming,
    "openai": CompletionCreateParamsNonStreaming,
    "openai-native": CompletionCreateParamsNonStreaming,
    "azure": CompletionCreateParamsNonStreaming,
    "groq": GroqParams,
    "mistral": ChatCompletionRequestTypedDict,
    "ollama": ChatRequest,
}
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
QUESTION = {"role": "user", "content": [{"type": "text", "text": "What is this?"}, PNG]}
USES = [{"type": "tool_use", "id": f"id_{n}", "name": "query", "input": {"sql": f"SELECT {n}"}} for n in (1, 2)]
TURN = {"role": "assistant", "content": [{"type": "text", "text": "Let me look."}, *USES]}
RESULTS = [
    {"type": "tool_result", "tool_use_id": "id_1", "content": [{"type": "text", "text": "A chart:"}, PNG]},
    {"type": "tool_result", "tool_use_id": "id_2", "content": "no such column", "is_error": True},
    {"type": "text", "text": "Hurry."},
]


def test_a_field_that_the_types_do_not_have_is_found_however_deep():
    message = {"role": "assistant", "content": "Hi.", "thinking_blocks": []}
    with pytest.raises(ValidationError, match=r"thinking_blocks"):
        of_the_types_of_an_sdk(CompletionCreateParamsNonStreaming, {"model": "m", "messages": [message]})


@pytest.mark.parametrize("asked", TYPES)
@pytest.mark.parametrize(
    "event", [{}, {"tool_choice": {"type": "any"}}, {"tool_choice": {"type": "tool", "name": "query"}}, {"tools": []}]
)
def test_a_conversation_is_of_the_types_of_the_sdk(asked, event, new_provider, configure, call):
    provider = new_provider(*ASKED[asked])
    configure(provider)
    messages = [QUESTION, TURN, {"role": "user", "content": RESULTS}] if event.get("tools") != [] else [QUESTION]
    provider.will(provider.wire.says("A dot."))
    call(messages, **event)
    of_the_types_of_an_sdk(TYPES[asked], provider.sent)
