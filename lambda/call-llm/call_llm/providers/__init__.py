"""The providers of models, one file a provider: where their APIs differ."""

from call_llm.providers import anthropic, openai
from call_llm.providers.provider import Provider

PROVIDERS: dict[str, Provider] = {
    "anthropic": anthropic.PROVIDER,
    "openai": openai.PROVIDER,
}


def provider_of(model: str) -> Provider:
    """By the first part of `provider/model`."""
    return PROVIDERS.get(model.partition("/")[0], Provider())
