"""The patches for Google's models, on the Gemini API and on Vertex AI."""

from typing import Any

from call_llm.litellm_patches.patch import Patch, instead

_TRANSFORMATION = "litellm.llms.vertex_ai.gemini.transformation"


def _is_new_part(*_: Any, **__: Any) -> bool:
    return False


def _supports_system_message(*_: Any, **__: Any) -> bool:
    return True


def _given_token(credentials: str, project_id: str, *_: Any) -> tuple[str, str]:
    """Return the token that providers/vertex_ai.py hands over in place of credentials. LiteLLM names the arguments."""
    return credentials, project_id


PATCHES = (
    Patch(
        target=f"{_TRANSFORMATION}:check_if_part_exists_in_parts",
        replacement=instead(_is_new_part),
        reason="LiteLLM takes two equal tool uses of one turn for one. Each of them has its result.",
        test="test_google.py::test_two_equal_calls_of_one_turn_stay_two",
        digest="9d20f66fb26e",
        providers=("gemini", "vertex_ai"),
    ),
    Patch(
        target=f"{_TRANSFORMATION}:get_supports_system_message",
        code="litellm.llms.vertex_ai.common_utils:get_supports_system_message",
        replacement=instead(_supports_system_message),
        reason="LiteLLM sends the system prompt as a message of the user to a model that its price map doesn't know. Every model "
        "takes a system prompt (https://ai.google.dev/api/generate-content, systemInstruction).",
        test="test_google.py::test_a_model_that_the_price_map_does_not_know_gets_the_system_prompt_as_one",
        digest="5d2bd7e7ddb3",
        providers=("gemini", "vertex_ai"),
    ),
    Patch(
        target="litellm.main:vertex_chat_completion.get_access_token",
        code="litellm.llms.vertex_ai.vertex_llm_base:VertexBase.get_access_token",
        replacement=instead(_given_token),
        reason="LiteLLM asks for a token with google-auth, which is 17 MB of packages and isn't in the Lambda package. See "
        "service_account.py.",
        test="test_service_account.py::test_one_token_does_for_many_calls_and_nobody_else_is_asked",
        digest="bb592814ceb6",
        providers=("vertex_ai",),
    ),
)
