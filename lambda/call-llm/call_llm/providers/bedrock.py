"""Amazon Bedrock's Converse API, called with the function's role. It hosts models of many makers, which differ in what they take.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
"""

import functools
import re
from typing import Any

from call_llm.answers import converse
from call_llm.config import Target
from call_llm.providers.provider import Provider

# The id of a cross-region inference profile begins with its geography, and then has the id of the model.
# https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
_GEOGRAPHY = re.compile(r"^(us-gov|us|eu|apac|au|jp|ca|in|global)\.")


def access_arguments(target: Target, secret: str | None) -> dict[str, Any]:
    """Return no key, because the request is signed with the role's credentials."""
    arguments: dict[str, Any] = {
        # Without `converse` LiteLLM sends models to InvokeModel that its price map doesn't list under Converse.
        "model": f"bedrock/converse/{_name(target.model)}",
        # Without this argument LiteLLM takes a bearer token from the environment. It would send any other text as a key.
        "api_key": "",
        # LiteLLM drops the tools of models that it doesn't know, and `auto` for some models that take it.
        "allowed_openai_params": ["tools", "tool_choice"],
    }
    if target.api_base:
        # LiteLLM prefers AWS_BEDROCK_RUNTIME_ENDPOINT of the environment to its argument `api_base`.
        arguments["aws_bedrock_runtime_endpoint"] = target.api_base
    return arguments


def for_model(model: str) -> Provider:
    """Choose by the id or the ARN of a model or an inference profile. An application's profile doesn't tell its model."""
    short = _GEOGRAPHY.sub("", _name(model).rpartition("/")[2])
    if "." not in short:
        return _UNTOLD
    return next((provider for beginning, provider in _BY_BEGINNING.items() if short.startswith(beginning)), _OTHERS)


def _name(model: str) -> str:
    return model.removeprefix("bedrock/").removeprefix("converse/")


_at_bedrock = functools.partial(Provider, access_arguments=access_arguments, adjust_answer=converse.adjust)

# toolChoice: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html
# Images in results: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultContentBlock.html
# Caching: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
_CLAUDE = _at_bedrock(keeps_thinking=True, images_in_results=True, marks_cache=lambda target: True)
_EARLY_CLAUDE = _at_bedrock(images_in_results=True)
# Nova takes no cachePoint behind a tool result or an image. https://github.com/aws-samples/bedrock-engineer/pull/71
_NOVA = _at_bedrock(images_in_results=True, marks_cache=lambda target: True, marks_cache_at_end=False)
_LLAMA = _at_bedrock(tool_choices=("auto",), mixes_tools_and_text=False)
_LLAMA_4 = _at_bedrock(tool_choices=("auto",), mixes_tools_and_text=False, images_in_results=True)
_MISTRAL = _at_bedrock(tool_choices=("auto", "any"), mixes_tools_and_text=False)
_OTHERS = _at_bedrock(tool_choices=("auto",))
_UNTOLD = _at_bedrock(keeps_thinking=True)
# The first one whose name begins a model's id is chosen.
_BY_BEGINNING = {
    "anthropic.claude-3-5-haiku": _CLAUDE,
    "anthropic.claude-3-7": _CLAUDE,
    "anthropic.claude-3": _EARLY_CLAUDE,
    "anthropic.": _CLAUDE,
    "amazon.nova": _NOVA,
    "meta.llama4": _LLAMA_4,
    "meta.": _LLAMA,
    "mistral.": _MISTRAL,
}

PROVIDER = _at_bedrock(for_model=for_model)
