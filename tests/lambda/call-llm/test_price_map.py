"""Costs by LiteLLM's map of models without LiteLLM: the same as it computes, for every price that its map has for them."""

import itertools

import pytest
from call_llm import cost, model_map

# (new input, read from the cache, written into it, of that for an hour, output): on both sides of where long prompts begin.
USAGES = [
    (100, 0, 0, 0, 20),
    (10, 20, 70, 30, 5),
    (0, 100_000, 0, 0, 0),
    (0, 100_001, 0, 0, 1),
    (1_000, 271_000, 0, 0, 10),
    (1_000, 271_000, 1, 0, 10),
    (250_000, 50_000, 50_000, 10_000, 4_000),
]
PRICED = {"input_cost_per_token", "output_cost_per_token"}


def models(provider):
    """One of those that cost the same."""
    chat = {name: entry for name, entry in model_map._models(provider).items() if entry.get("mode") in ("chat", "responses")}
    by_price = {
        str(sorted((key, value) for key, value in entry.items() if "cost" in key or key == "provider_specific_entry")): name
        for name, entry in chat.items()
        if entry.keys() >= PRICED
    }
    return list(by_price.values())


def billed(tokens, *more):
    new, read, written, for_1h, output = tokens
    usage = {"input": new + read + written, "output": output, "cache_read": read, "cache_write": written}
    return cost.Billed(usage, for_1h, *more)


@pytest.fixture(scope="module")
def litellm():
    from call_llm.clients import litellm_sdk

    return litellm_sdk.litellm


@pytest.mark.parametrize(
    ("tier", "geography", "speed"), [(None, None, None), ("standard", "us", None), ("priority", "global", "fast")]
)
def test_anthropics_models_cost_what_litellm_says(litellm, tier, geography, speed):
    for model, tokens in itertools.product(models("anthropic"), USAGES):
        new, read, written, for_1h, output = tokens
        # With a tier of service LiteLLM forgets that what is kept for an hour costs more in a long prompt.
        for_1h = 0 if tier == "priority" and new + read + written > 100_000 else for_1h
        said = {
            "input_tokens": new,
            "cache_read_input_tokens": read,
            "cache_creation_input_tokens": written,
            "cache_creation": {"ephemeral_5m_input_tokens": written - for_1h, "ephemeral_1h_input_tokens": for_1h},
            "output_tokens": output,
            "service_tier": tier,
            "inference_geo": geography,
            "speed": speed,
        }
        usage = litellm.AnthropicConfig().calculate_usage(usage_object=said, reasoning_content=None)
        tokens = (new, read, written, for_1h, output)
        ours = cost.by_map("anthropic", [model], billed(tokens, tier, geography, speed))
        theirs = litellm.completion_cost(litellm.ModelResponse(model=model, usage=usage), f"anthropic/{model}")
        assert ours == pytest.approx(theirs), (model, tokens)


@pytest.mark.parametrize("tier", [None, "flex", "priority", "ultrafast"])
def test_openais_models_cost_what_litellm_says(litellm, tier):
    for model, tokens in itertools.product(models("openai"), USAGES):
        new, read, written, _, output = tokens
        details = {"cached_tokens": read, "cache_write_tokens": written}
        usage = litellm.Usage(prompt_tokens=new + read + written, completion_tokens=output, prompt_tokens_details=details)
        ours = cost.by_map("openai", [model], billed(tokens, tier))
        response = litellm.ModelResponse(model=model, usage=usage, service_tier=tier)
        assert ours == pytest.approx(litellm.completion_cost(response, f"openai/{model}")), (model, tokens)


@pytest.mark.parametrize("tier", ["default", "auto", "scale", "batch"])
def test_a_tier_of_service_without_a_price_costs_what_the_model_costs(tier):
    tokens = USAGES[0]
    assert cost.by_map("openai", ["gpt-5.4"], billed(tokens, tier)) == cost.by_map("openai", ["gpt-5.4"], billed(tokens))


@pytest.mark.parametrize(
    ("model", "like"),
    [
        ("gpt-4.1-2099-01-01", "gpt-4.1"),
        ("ft:gpt-4o-2024-08-06:my-org::id", "ft:gpt-4o-2024-08-06"),
        ("openai/gpt-4.1", None),
        ("my-own-model", None),
    ],
)
def test_a_model_that_is_not_listed_costs_what_it_was_made_of_or_nobody_knows(model, like):
    expected = cost.by_map("openai", [like], billed(USAGES[0])) if like else None
    assert cost.by_map("openai", [model], billed(USAGES[0])) == expected


def test_a_model_that_answers_under_an_unknown_name_costs_what_was_asked_for():
    named, asked = "gpt-of-tomorrow", "gpt-4.1"
    assert cost.by_map("openai", [named, asked], billed(USAGES[0])) == cost.by_map("openai", [asked], billed(USAGES[0]))


def test_no_tokens_have_no_price():
    assert cost.by_map("openai", ["gpt-4.1"], billed((0, 0, 0, 0, 0))) is None


def test_the_rules_for_a_family_fill_in_what_a_models_entry_does_not_say():
    assert model_map.facts("anthropic", "claude-newfamily-9")["supports_adaptive_thinking"] is True
    assert "supports_adaptive_thinking" not in model_map.facts("anthropic", "claude-sonnet-4-5")
    assert model_map.facts("anthropic", "claude-sonnet-4-6")["supports_legacy_thinking"] is True
    assert model_map.facts("openai", "my-own-model") == {}
