"""Anthropic's Messages API, https://docs.claude.com/en/api/messages."""

from local.scripted_model.dialects.anthropic import dialect

__all__ = ["dialect"]
