"""OpenAI's Chat Completions API, which many providers have copied.

https://platform.openai.com/docs/api-reference/chat
"""

from local.scripted_model.dialects.openai import dialect

__all__ = ["dialect"]
