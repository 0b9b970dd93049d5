"""Every param that the catalog allows is sent, or refused in words that name it: none is left out in silence."""

import json
import re
from pathlib import Path

import pytest
from call_llm.errors import LLMBadRequest
from wires import WIRES

CATALOG = json.loads((Path(__file__).parents[3] / "lambda" / "call-llm" / "call_llm" / "catalog.json").read_text())
PROVIDERS = ("openai", "azure", "groq", "mistral", "deepseek", "xai", "ollama", "hosted_vllm")
VALUES = {
    "api_version": "2024-10-21",
    "chat_template_kwargs": {"enable_thinking": False},
    "keep_alive": "1h",
    "logit_bias": {"1": 1},
    "max_completion_tokens": 5,
    "max_tokens": 5,
    "num_ctx": 8192,
    "prompt_cache_key": "mine",
    "prompt_cache_retention": "24h",
    "reasoning_effort": "low",
    "safe_prompt": True,
    "safety_identifier": "me",
    "seed": 7,
    "service_tier": "auto",
    "stop": ["."],
    "store": False,
    "thinking": {"type": "enabled"},
    "top_k": 3,
    "user": "me",
    "verbosity": "low",
}
NAMES = {"presence_penalty": "presencePenalty"}
"""In a provider's own words."""
CASES = [(name, param) for name in PROVIDERS for param in CATALOG["providers"][name]["params"] if param != "api_version"]


@pytest.mark.parametrize(("name", "param"), CASES)
def test_a_param_is_sent_or_refused_by_its_name(name, param, new_provider, configure, call):
    provider = new_provider(WIRES[name])
    provider.will(provider.wire.says("One."), provider.wire.says("One."))
    configure(provider)
    call()
    without = provider.sent
    configure(provider.target(params={param: VALUES.get(param, 0.5)}))
    refusal = ""
    try:
        call()
    except LLMBadRequest as error:
        refusal = str(error)
    assert re.search(rf"\b({param}|{NAMES.get(param, param)})\b", refusal) or provider.sent != without
