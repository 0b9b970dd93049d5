"""Anthropic's Messages API, https://platform.claude.com/docs/en/api/messages."""

from local.scripted_model.anthropic import dialect

__all__ = ["dialect"]
