"""OpenAI's Chat Completions API, which many providers have copied.

https://platform.openai.com/docs/api-reference/chat
"""

from tests.providers.openai import dialect

__all__ = ["dialect"]
