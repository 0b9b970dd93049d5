"""The providers of models, one file a provider: where their APIs differ."""

from call_llm.providers import anthropic, bedrock, openai
from call_llm.providers.provider import Provider

PROVIDERS: dict[str, Provider] = {
    "anthropic": anthropic.PROVIDER,
    "openai": openai.PROVIDER,
    "bedrock": bedrock.PROVIDER,
}


def provider_of(model: str) -> Provider:
    """By the first part of `provider/model`."""
    provider = PROVIDERS.get(model.partition("/")[0], Provider())
    return provider.of_model(model) if provider.of_model else provider
