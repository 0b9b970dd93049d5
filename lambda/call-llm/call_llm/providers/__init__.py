"""The providers of models. One file for each says where its API differs."""

from call_llm.providers import (
    anthropic,
    azure,
    bedrock,
    deepseek,
    gemini,
    groq,
    hosted_vllm,
    mistral,
    ollama,
    openai,
    vertex_ai,
    xai,
)
from call_llm.providers.provider import Provider

PROVIDERS: dict[str, Provider] = {
    "anthropic": anthropic.PROVIDER,
    "openai": openai.PROVIDER,
    "bedrock": bedrock.PROVIDER,
    "gemini": gemini.PROVIDER,
    "vertex_ai": vertex_ai.PROVIDER,
    "azure": azure.PROVIDER,
    "groq": groq.PROVIDER,
    "mistral": mistral.PROVIDER,
    "deepseek": deepseek.PROVIDER,
    "xai": xai.PROVIDER,
    "ollama": ollama.PROVIDER,
    "hosted_vllm": hosted_vllm.PROVIDER,
}


def provider_of(model: str) -> Provider:
    """Return the provider of `provider/model`, with the differences of this model."""
    provider = PROVIDERS[model.partition("/")[0]]
    return provider.for_model(model) if provider.for_model else provider
