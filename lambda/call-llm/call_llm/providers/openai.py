"""OpenAI's Chat Completions API. It caches by itself. https://platform.openai.com/docs/api-reference/chat"""

from call_llm.providers.provider import Provider

PROVIDER = Provider(fetches_images=True, asked_with_sdk=True)
