"""Ollama's own API, https://github.com/ollama/ollama/blob/main/docs/api.md."""

from tests.providers.ollama import dialect

__all__ = ["dialect"]
