"""The patch for Groq."""

from typing import Any

from call_llm.litellm_patches.patch import Patch


def _as_openais_answer(original: Any) -> Any:
    """Return LiteLLM's reader of OpenAI's answers, on which its reader of Groq's answers builds."""
    from litellm.llms.openai.chat.gpt_transformation import OpenAIGPTConfig

    return OpenAIGPTConfig.transform_response


PATCHES = (
    Patch(
        target="litellm.llms.groq.chat.transformation:GroqChatConfig.transform_response",
        replacement=_as_openais_answer,
        reason="LiteLLM drops the model's thoughts. It also fails on an answer without `service_tier`, so that it says nothing of "
        "an error that comes with status 200. Its reader of OpenAI's answers does neither.",
        test="test_compatible.py::test_what_a_model_thought_is_shown_apart_and_not_sent_back",
        digest="8a0aa42cf88d",
        providers=("groq",),
    ),
)
