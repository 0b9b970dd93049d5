"""Mistral's API, https://docs.mistral.ai/api/#tag/chat."""

from local.scripted_model.dialects.mistral import dialect

__all__ = ["dialect"]
