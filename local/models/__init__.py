"""Choose the model of the laptop stack: a real one if the environment names it or has its key, else the scripted one.

ANTHROPIC_API_KEY=…, and so on   the model of that provider: openai, gemini (or GOOGLE_API_KEY), mistral, groq, deepseek, xai
OLLAMA_MODEL=qwen3               a model that Ollama serves on this machine, or at OLLAMA_HOST; without, one that it has
LLM_MODEL=provider/model         decides between them; a provider alone has a default
LLM_MODEL=azure/deployment       with AZURE_API_KEY and AZURE_API_BASE
LLM_MODEL=hosted_vllm/model      with HOSTED_VLLM_API_BASE, any OpenAI-compatible server; HOSTED_VLLM_API_KEY if it wants one
LLM_MODEL=vertex_ai/model        with GOOGLE_APPLICATION_CREDENTIALS, the file of a service account's key
LLM_MODEL=bedrock/model          with AWS_ENDPOINT_URL_BEDROCK_RUNTIME, a server that needs no role of AWS
LLM_MODEL=scripted               the scripted model
ANTHROPIC_BASE_URL=…             another server of that provider's API, such as a proxy; also OPENAI_BASE_URL, GROQ_BASE_URL,
                                 GOOGLE_GEMINI_BASE_URL, GOOGLE_VERTEX_BASE_URL, MISTRAL_API_BASE, DEEPSEEK_API_BASE, XAI_API_BASE
"""

from local.models.choice import chosen_model
from local.models.model import Model, ask_by_option

__all__ = ["Model", "ask_by_option", "chosen_model"]
