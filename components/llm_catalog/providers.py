"""The providers, with the facts that LiteLLM doesn't tell.

To add a provider, write an entry here and a file in `lambda/call-llm/call_llm/providers`, then run `make lock`.
"""

from dataclasses import dataclass

REQUIRED, OPTIONAL, NONE = "required", "optional", "none"


@dataclass(frozen=True)
class Provider:
    example: str
    """A model that calls tools, for the commands in messages."""
    secret: str = REQUIRED
    """The secret of a target: REQUIRED, OPTIONAL or NONE."""
    api_base: str = OPTIONAL
    """The `apiBase` of a target: REQUIRED or OPTIONAL."""
    native: bool = False
    """True if the caller can also use the provider's own SDK."""
    in_price_map: tuple[str, ...] = ()
    """The provider's names in LiteLLM's price map, up to the first `-`."""
    names_are_free: bool = False
    """True if the owner chooses the model's name, like a deployment's on Azure. Such a name tells nothing about the model."""
    begins: str = ""
    """The prefix of the models that the caller can call, among those that LiteLLM knows at the provider. Empty: any name."""
    litellm_name: str | None = None
    """LiteLLM's name for the provider. None: the same as ours."""
    more_params: tuple[str, ...] = ()
    """Parameters that LiteLLM passes on without listing them."""
    lacks: tuple[str, ...] = ()
    """Parameters that LiteLLM lists and the provider's API refuses or ignores."""


PROVIDERS = {
    "anthropic": Provider("claude-sonnet-4-5", native=True, in_price_map=("anthropic",), more_params=("top_k",)),
    "openai": Provider("gpt-4.1", native=True, in_price_map=("openai",)),
    "azure": Provider(
        "my-deployment", api_base=REQUIRED, in_price_map=("azure",), names_are_free=True, more_params=("api_version",)
    ),
    "bedrock": Provider(
        "us.amazon.nova-pro-v1:0",
        secret=NONE,
        in_price_map=("bedrock", "bedrock_converse"),
        more_params=("aws_region_name", "guardrailConfig", "performanceConfig", "top_k"),
    ),
    "gemini": Provider("gemini-2.5-flash", in_price_map=("gemini",), more_params=("safety_settings", "top_k")),
    "vertex_ai": Provider(
        "gemini-2.5-flash",
        in_price_map=("vertex_ai",),
        begins="gemini-",
        more_params=("safety_settings", "top_k", "vertex_location", "vertex_project"),
    ),
    "groq": Provider(
        "openai/gpt-oss-120b",
        in_price_map=("groq",),
        # https://console.groq.com/docs/api-reference#chat-create, https://console.groq.com/docs/openai
        lacks=("logit_bias", "prompt_cache_key", "prompt_cache_retention", "safety_identifier"),
    ),
    "mistral": Provider("mistral-large-latest", in_price_map=("mistral", "codestral"), more_params=("safe_prompt",)),
    "deepseek": Provider(
        "deepseek-v4-flash",
        in_price_map=("deepseek",),
        # https://api-docs.deepseek.com/api/create-chat-completion
        lacks=("logit_bias", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "seed", "service_tier", "store"),
    ),
    "xai": Provider("grok-4.3", in_price_map=("xai",)),
    "ollama": Provider(
        "qwen3",
        secret=OPTIONAL,
        api_base=REQUIRED,
        in_price_map=("ollama",),
        litellm_name="ollama_chat",
        more_params=("keep_alive", "min_p", "num_ctx", "repeat_penalty", "top_k"),
    ),
    "hosted_vllm": Provider(
        "my-model",
        secret=OPTIONAL,
        api_base=REQUIRED,
        names_are_free=True,
        more_params=("chat_template_kwargs", "min_p", "repetition_penalty", "top_k"),
    ),
}
"""The providers by name, in the order in which messages list them."""
