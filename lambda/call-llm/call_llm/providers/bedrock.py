"""Amazon Bedrock's Converse API, asked by the function's role. It hosts the models of many makers, and they don't take the same.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
"""

import functools
import re
from typing import Any

from call_llm.config import Target
from call_llm.providers.provider import Provider

# Where a cross-region inference profile may run is a part of its id, before that of the model.
# https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
_GEOGRAPHY = re.compile(r"^(us-gov|us|eu|apac|au|jp|ca|in|global)\.")


def access_arguments(target: Target, secret: str | None) -> dict[str, Any]:
    """The role signs: there is no secret."""
    arguments: dict[str, Any] = {
        # Models that LiteLLM's price map doesn't list under Converse would go to InvokeModel.
        "model": f"bedrock/converse/{_name(target.model)}",
        # With no key at all LiteLLM would take a bearer token of the environment, and with a stand-in would send that.
        "api_key": "",
        # LiteLLM keeps tools from models that it doesn't know, and `auto` from some that take it.
        "allowed_openai_params": ["tools", "tool_choice"],
    }
    if target.api_base:
        # Its own `api_base` gives way to AWS_BEDROCK_RUNTIME_ENDPOINT of the environment.
        arguments["aws_bedrock_runtime_endpoint"] = target.api_base
    return arguments


def for_model(model: str) -> Provider:
    """By the id of a model or of an inference profile, or its ARN. An application's profile doesn't tell its model."""
    short = _GEOGRAPHY.sub("", _name(model).rpartition("/")[2])
    if "." not in short:
        return _UNTOLD
    return next((provider for beginning, provider in _BY_BEGINNING.items() if short.startswith(beginning)), _OTHERS)


def _name(model: str) -> str:
    return model.removeprefix("bedrock/").removeprefix("converse/")


_at_bedrock = functools.partial(Provider, access_arguments=access_arguments)

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
# The first that a model's id begins with.
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
