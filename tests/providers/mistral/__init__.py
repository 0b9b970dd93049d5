"""Mistral's API, https://docs.mistral.ai/api/#tag/chat."""

from tests.providers.mistral import dialect

__all__ = ["dialect"]
