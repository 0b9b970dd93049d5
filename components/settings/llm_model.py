"""Reads the model of a target, and tells which one was probably meant."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from components.llm_catalog.catalog import Provider, meant_model, near, providers
from components.settings.raw_config import RawConfig, listed, shown

EXAMPLE_MODEL = "anthropic/claude-sonnet-4-5"

_MODEL = re.compile(r"^[^/\s]+/\S+$")

# LiteLLM also takes a region or another API in the name of a Bedrock model. The caller speaks Converse alone.
_BEDROCK = re.compile(r"^bedrock/(?:converse/)?(?:[a-zA-Z0-9.:_-]+|arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:[a-z-]+/\S+)$")


def read_provider(config: RawConfig, path: str, model: Any) -> Provider:
    known = providers()
    set_it = partial(config.set_command, f"{path}.model")
    if not isinstance(model, str) or not _MODEL.match(model):
        raise config.refused(
            f"{path}.model is {'not set' if model is None else shown(model)}",
            f"provider/model, with a provider of {listed(known)}",
            set_it(model_of(model)),
        )
    name, _, rest = model.partition("/")
    if name not in known:
        meant = near(name, known)
        raise config.refused(
            f"{path}.model is {model!r}, and there is no provider {name!r}",
            f"{listed(known)}; an OpenAI-compatible server of your own is hosted_vllm, with its apiBase",
            set_it(_right(f"{meant}/{rest}", known[meant]) if meant else model_of(model)),
        )
    if name == "bedrock" and not _BEDROCK.match(model):
        raise config.refused(
            f"{path}.model is {model!r}",
            "bedrock/<model id>, bedrock/<inference profile id> or bedrock/<ARN>; another region than the stack's is "
            "params.aws_region_name",
            set_it(known[name].example),
        )
    if not rest.startswith(known[name].begins):
        raise config.refused(
            f"{path}.model is {model!r}",
            f"{name}/{known[name].begins}…: the caller asks {name} for those alone",
            set_it(known[name].example),
        )
    return known[name]


def model_of(text: Any) -> str:
    """Return the `provider/model` that somebody probably means, or an example."""
    if not isinstance(text, str):
        return EXAMPLE_MODEL
    right = _MODEL.match(text) and text.partition("/")[0] in providers()
    return text if right else meant_model(text) or EXAMPLE_MODEL


def _right(model: str, provider: Provider) -> str:
    """Return the model if the provider's target may name it, else the provider's example."""
    of_bedrock = provider.name == "bedrock" and not _BEDROCK.match(model)
    right = model.startswith(f"{provider.name}/{provider.begins}") and provider.calls_tools(model) and not of_bedrock
    return model if right else provider.example


def doubts(config: RawConfig, path: str, model: str, params: Mapping[str, Any], provider: Provider) -> list[str]:
    """Return warnings: a model that LiteLLM doesn't know, and more tokens than it says that the model answers with."""
    if not provider.knows(model):
        near_ones = provider.near_models(model)
        like = f" ({', or '.join(near_ones)}?)" if near_ones else ""
        return [
            config.doubted(
                f"{path}.model is {model!r}{like}",
                f"which LiteLLM's list of {provider.name} does not have",
                config.set_command(f"{path}.model", (near_ones or [provider.example])[0]),
            )
        ]
    most = provider.most_tokens(model)
    over = [name for name in ("max_tokens", "max_completion_tokens") if most and (params.get(name) or 0) > most]
    return [
        config.doubted(
            f"{path}.params.{name} is {params[name]:,}",
            f"and {model} answers with {most:,} tokens at most by LiteLLM's list",
            config.set_command(f"{path}.params.{name}", most),
        )
        for name in over
    ]
