"""Ollama's own API, https://github.com/ollama/ollama/blob/main/docs/api.md."""

from local.scripted_model.dialects.ollama import dialect

__all__ = ["dialect"]
