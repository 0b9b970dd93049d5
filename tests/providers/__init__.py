"""The APIs of all providers, one file or folder a provider: each checks a request by the provider's rules and reads and writes its
dialect. The scripted conversations answer. `python -m tests.providers --port 4580` serves them.
"""

from typing import Any

from local.scripted_model.dialect import DIALECTS as OF_THE_SCRIPTED_MODEL
from local.scripted_model.dialect import Dialect
from tests.providers import azure, bedrock, deepseek, gemini, groq, hosted_vllm, mistral, ollama, openai, vertex_ai, xai

DIALECTS: dict[str, Dialect] = {
    **OF_THE_SCRIPTED_MODEL,
    "azure": azure,
    "bedrock": bedrock.dialect,
    "deepseek": deepseek,
    "gemini": gemini.dialect,
    "groq": groq,
    "hosted_vllm": hosted_vllm,
    "mistral": mistral.dialect,
    "ollama": ollama.dialect,
    "openai": openai.dialect,
    "vertex_ai": vertex_ai.dialect,
    "xai": xai,
}

PAGES: dict[str, Any] = {f"/ollama{path}": page for path, page in ollama.dialect.PAGES.items()}
"""What the providers serve beside the model, by its path."""
