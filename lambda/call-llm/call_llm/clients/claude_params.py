"""Translates the catalog's parameters to Anthropic's, as LiteLLM does, so that a target means the same with both clients.

https://github.com/BerriAI/litellm/blob/main/litellm/llms/anthropic/chat/transformation.py
"""

from typing import Any

from call_llm import model_map

_BUDGETS = {"minimal": 1024, "low": 1024, "medium": 2048, "high": 4096, "xhigh": 8192, "max": 16384}
_TIERS = {"default": "standard_only"}


def translate(params: dict[str, Any], model: str) -> dict[str, Any]:
    """Return Anthropic's parameters. Anthropic itself refuses invalid values, because its messages are better."""
    sent = dict(params)
    if "max_completion_tokens" in sent:
        sent["max_tokens"] = sent.pop("max_completion_tokens")
    if stop := sent.pop("stop", None):
        sent["stop_sequences"] = [stop] if isinstance(stop, str) else stop
    if user := sent.pop("user", None):
        sent["metadata"] = {"user_id": user}
    if tier := sent.get("service_tier"):
        sent["service_tier"] = _TIERS.get(tier, tier)
    effort = sent.pop("reasoning_effort", None)
    known = model_map.facts("anthropic", model)
    if effort == "none":
        sent.pop("thinking", None)
    elif effort is not None:
        sent |= _by_effort(effort, known)
    elif "thinking" in sent:
        sent |= _fitting(sent.pop("thinking"), sent["max_tokens"], known)
    return sent


def _by_effort(effort: str, known: dict[str, Any]) -> dict[str, Any]:
    if known.get("supports_adaptive_thinking"):
        return {
            # Without `display` the thinking blocks come back empty.
            "thinking": {"type": "adaptive", "display": "summarized"},
            "output_config": {"effort": "low" if effort == "minimal" else effort},
        }
    return {"thinking": {"type": "enabled", "budget_tokens": _BUDGETS.get(effort, effort)}}


def _fitting(thinking: dict[str, Any], max_tokens: int, known: dict[str, Any]) -> dict[str, Any]:
    """Return the thinking params that the model takes. Models up to 4.5 take a budget, those since 4.7 adapt it, 4.6 takes both."""
    adapts = known.get("supports_adaptive_thinking")
    if thinking.get("type") == "disabled" and known.get("thinking_always_on"):
        return {}
    if thinking.get("type") == "adaptive" and not adapts:
        return (
            {"thinking": {"type": "enabled", "budget_tokens": min(_BUDGETS["medium"], max_tokens - 1)}} if max_tokens > 1024 else {}
        )
    if thinking.get("type") == "enabled" and adapts and not known.get("supports_legacy_thinking"):
        budget = thinking.get("budget_tokens", 0)
        reached = (effort for effort in ("xhigh", "high", "medium") if budget >= _BUDGETS[effort])
        rest = {name: value for name, value in thinking.items() if name != "budget_tokens"}
        return {
            "thinking": rest | {"type": "adaptive"},
            "output_config": {
                "effort": next(
                    (effort for effort in reached if effort != "xhigh" or known.get("supports_xhigh_reasoning_effort")), "low"
                )
            },
        }
    return {"thinking": thinking}
