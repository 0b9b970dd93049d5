"""What the models of each maker take in a Converse request. What a model doesn't take is refused, and not ignored.

Tools, images, caching: https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html,
https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html and the notes of the API reference.
"""

import re
from dataclasses import dataclass, replace

# A cross-region inference profile is named by where it may run. https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
_GEOGRAPHY = re.compile(r"^(us-gov|us|eu|apac|au|jp|ca|in|global)\.")


@dataclass(frozen=True)
class Family:
    """Models that take the same. The defaults take everything, as a profile does that doesn't tell its model."""

    tools: bool = True
    choices: tuple[str, ...] = ("auto", "any", "tool")
    """The kinds of toolChoice."""
    images: bool = True
    images_in_results: bool = True
    """Claude, Nova and Llama 4 alone: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultContentBlock.html"""
    status: bool = True
    """A tool result may say that it is an error."""
    mixed: bool = True
    """Text may stand beside tool uses, and beside tool results."""
    caches: tuple[str, ...] = ("system", "messages", "tools")
    """The fields in which a cachePoint may stand."""
    caches_after_text: bool = False
    """In a message, a cachePoint may stand behind text alone, and not behind an image or a tool result."""
    thinks: bool = True
    """Gives reasoningContent with a signature, and takes it back."""
    fields: tuple[str, ...] | None = None
    """Allowed in additionalModelRequestFields; None for any."""


_CLAUDE_FIELDS = ("thinking", "anthropic_beta", "top_k", "output_config", "tool_choice", "context_management")
_CLAUDE = Family(fields=_CLAUDE_FIELDS)
_NOVA = Family(thinks=False, caches=("system", "messages"), caches_after_text=True, fields=("inferenceConfig", "reasoningConfig"))
_PLAIN = Family(choices=("auto",), images_in_results=False, status=False, caches=(), thinks=False)
_LLAMA = Family(choices=("auto",), images=False, images_in_results=False, status=False, mixed=False, caches=(), thinks=False)
_MISTRAL = Family(choices=("auto", "any"), images_in_results=False, status=False, mixed=False, caches=(), thinks=False)
_NO_TOOLS = Family(tools=False, images=False, images_in_results=False, status=False, caches=(), thinks=False)

# The first that a model's id begins with.
_FAMILIES = {
    "anthropic.claude-3-5-haiku": _CLAUDE,
    "anthropic.claude-3-5-sonnet-20241022": _CLAUDE,
    "anthropic.claude-3-7": _CLAUDE,
    "anthropic.claude-3": Family(caches=(), thinks=False, fields=_CLAUDE_FIELDS),
    "anthropic.claude-v": _NO_TOOLS,
    "anthropic.claude-instant": _NO_TOOLS,
    "anthropic.": _CLAUDE,
    "amazon.nova-micro": replace(_NOVA, images=False, images_in_results=False),
    "amazon.nova": _NOVA,
    "amazon.titan": _NO_TOOLS,
    "meta.llama4": Family(choices=("auto",), status=False, mixed=False, caches=(), thinks=False),
    "meta.llama3-": _LLAMA,
    "meta.": _NO_TOOLS,
    "mistral.mistral-7b": _NO_TOOLS,
    "mistral.mixtral": _NO_TOOLS,
    "mistral.": _MISTRAL,
    "deepseek.r1": _NO_TOOLS,
}


def family_of(model: str) -> Family:
    """By the id of a model or of an inference profile, or its ARN."""
    name = _GEOGRAPHY.sub("", model.rpartition("/")[2])
    if "." not in name:
        return Family()
    return next((family for beginning, family in _FAMILIES.items() if name.startswith(beginning)), _PLAIN)
