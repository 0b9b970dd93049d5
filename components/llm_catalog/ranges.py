"""The ranges of parameters that are numbers, as the providers' references give them.

A range is left out where the reference gives none, or where it differs between the models of a provider.
"""

Range = tuple[float, float | None]
"""The lowest and the highest value, both allowed. None: there is no highest."""

_UP_TO_1: dict[str, Range] = {"temperature": (0, 1), "top_p": (0, 1)}
_UP_TO_2: dict[str, Range] = {"temperature": (0, 2), "top_p": (0, 1)}
_PENALTIES: dict[str, Range] = {"frequency_penalty": (-2, 2), "presence_penalty": (-2, 2)}
_OWN_SERVER: dict[str, Range] = {"temperature": (0, None), "top_p": (0, 1), "min_p": (0, 1)}

RANGES: dict[str, dict[str, Range]] = {
    # https://platform.claude.com/docs/en/api/messages
    "anthropic": _UP_TO_1,
    # https://platform.openai.com/docs/api-reference/chat/create
    "openai": _UP_TO_2 | _PENALTIES,
    # https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference
    "azure": _UP_TO_2 | _PENALTIES,
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InferenceConfiguration.html
    "bedrock": _UP_TO_1,
    # https://ai.google.dev/api/generate-content#generationconfig
    "gemini": _UP_TO_2 | _PENALTIES,
    # https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#generationconfig
    "vertex_ai": _UP_TO_2 | _PENALTIES,
    # https://console.groq.com/docs/api-reference#chat-create
    "groq": _UP_TO_2 | _PENALTIES,
    # https://docs.mistral.ai/api/#tag/chat
    "mistral": _UP_TO_2 | {"temperature": (0, 1.5)},
    # https://api-docs.deepseek.com/api/create-chat-completion
    "deepseek": _UP_TO_2 | _PENALTIES,
    # https://docs.x.ai/docs/api-reference#chat-completions
    "xai": _UP_TO_2 | _PENALTIES,
    # https://docs.ollama.com/modelfile#valid-parameters-and-values
    "ollama": _OWN_SERVER,
    # https://docs.vllm.ai/en/latest/api/vllm/sampling_params/
    "hosted_vllm": _OWN_SERVER | _PENALTIES,
}
"""The ranges of parameters, by the provider's name."""


def fits(provider: str, param: str, value: float) -> bool:
    lowest, highest = RANGES[provider].get(param, (None, None))
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def in_words(provider: str, param: str) -> str:
    """Return the range of a parameter that has one."""
    lowest, highest = RANGES[provider][param]
    return f"{lowest} or more" if highest is None else f"{lowest} to {highest}"


def nearest(provider: str, param: str, value: float) -> float:
    """Return the value of the range that is nearest to a value."""
    lowest, highest = RANGES[provider][param]
    return lowest if value < lowest else value if highest is None else min(value, highest)
