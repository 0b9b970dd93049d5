"""Azure OpenAI. `azure/<deployment>`, at the address of the resource; `params.api_version` chooses another version of the API.

A deployment's name doesn't tell whether its model reasons. `azure/o_series/<deployment>` and `azure/gpt5_series/<deployment>` tell
LiteLLM so. LiteLLM knows the price of a deployment that is named like its model. https://docs.litellm.ai/docs/providers/azure/
"""

from call_llm.providers.provider import Provider

PROVIDER = Provider(fetches_images=True, asked_with_sdk=True)
