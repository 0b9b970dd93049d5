"""What a call cost: by LiteLLM's price map, by the target's own price, or unknown and never a failure."""

import pytest

# Dollars per million tokens of new input, of cached input, and of output.
PRICES = {
    "anthropic": (3, 0.3, 15),
    "openai": (2.5, 1.25, 10),
    "bedrock": (3.3, 0.33, 16.5),
    "azure": (2.5, 1.25, 10),
    "groq": (0.15, 0.075, 0.6),
    "mistral": (0.5, 0.05, 1.5),
    "deepseek": (0.3, 0.006, 1.2),
    "xai": (1.25, 0.2, 2.5),
    "ollama": (0, 0, 0),
    "gemini": (1.5, 0.15, 9),
    "vertex_ai": (1.5, 0.15, 9),
}
UNPRICED = ("hosted_vllm",)
"""Nobody knows but who runs it."""
AT_HALF_THE_PRICE_AT_NIGHT = ("deepseek",)
"""https://api-docs.deepseek.com/quick_start/pricing"""


@pytest.fixture(autouse=True)
def hello(provider):
    provider.will(provider.wire.cached(read=60, written=0))


def test_a_model_of_the_price_map_has_its_price_and_cached_input_is_cheaper(provider, configure, call):
    configure(provider)
    new, cached, output = PRICES.get(provider.name, (0, 0, 0))
    # Where what is cached isn't told, all of the input is new.
    read = 60 if getattr(provider.wire, "TELLS_CACHED", True) else 0
    expected = ((100 - read) * new + read * cached + 20 * output) / 1_000_000
    cost = call()["metadata"]["cost_usd"]
    if provider.name in AT_HALF_THE_PRICE_AT_NIGHT:
        assert cost in (pytest.approx(expected), pytest.approx(expected / 2))
    else:
        assert (cost or 0) == pytest.approx(expected)
        assert (cost is None) == (provider.name in UNPRICED)


def test_a_model_that_the_price_map_does_not_know_has_no_price(provider, configure, call):
    provider.replies[0].body.update(model="my-own-model", modelVersion="my-own-model")
    configure(provider.target(model=provider.other_model("my-own-model")))
    # Whichever model runs on one's own machine costs nothing.
    assert call()["metadata"]["cost_usd"] == (0 if provider.name == "ollama" else None)


def test_the_price_of_the_target_comes_first(provider, configure, call):
    configure(provider.target(price={"input": 10, "output": 100}))
    assert call()["metadata"]["cost_usd"] == pytest.approx(0.003)


def test_a_price_of_nothing_is_a_price(provider, configure, call):
    configure(provider.target(model=provider.other_model("scripted"), price={"input": 0, "output": 0}))
    assert call()["metadata"]["cost_usd"] == 0


def test_an_answer_that_does_not_tell_its_tokens_has_no_price(openai, configure, call):
    reply = openai.wire.says("Hi.")
    del reply.body["usage"]
    configure(openai)
    openai.will(reply)
    metadata = call()["metadata"]
    assert metadata["cost_usd"] is None
    assert metadata["usage"] == {"input": 0, "output": 0, "cache_read": 0, "cache_write": 0}
