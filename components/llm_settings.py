"""The part of the configuration that says which models are called, and with which secrets."""

import re
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.raw_config import RawConfig, listed, number

# The kinds of error that the caller tells apart (lambda/call-llm/call_llm/errors.py); another target may help after the first 3.
ERROR_KINDS = ("rate_limited", "unavailable", "timeout", "context_exceeded", "auth", "bad_request", "refused")
DEFAULT_FALLBACK_ON = ERROR_KINDS[:3]

# The caller's Lambda may run for 900 seconds, and needs some of them to fail in an orderly way.
MOST_SECONDS = 840
DEFAULT_SECONDS = 120

_TARGET_KEYS = ("model", "secret", "apiBase", "params", "price")
_LLM_KEYS = ("targets", "fallbackOn", "timeoutSeconds")
_MODEL = re.compile(r"^[a-z0-9_]+/\S+$")
_EXAMPLE_MODEL = "anthropic/claude-sonnet-4-5"
_SECRET_NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")

# Secrets Manager ends an ARN in 6 random characters. IAM compares the whole: a policy on an ARN without them grants nothing.
_SECRET_ARN = re.compile(r"^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:\S+-[a-zA-Z0-9]{6}$")


@dataclass(frozen=True)
class Price:
    """In US dollars a million tokens."""

    input: float
    output: float


@dataclass(frozen=True)
class LlmTarget:
    """One model at one provider."""

    model: str
    """LiteLLM's `provider/model`."""
    secret: str | None
    """The name of a `Secret`; None where IAM lets the caller in, or nothing is asked for."""
    api_base: str | None
    params: dict[str, Any]
    """Handed to the provider as they are, like `max_tokens`."""
    price: Price | None
    """None: LiteLLM's own table."""


@dataclass(frozen=True)
class Llm:
    """What the LLM caller is configured with."""

    targets: tuple[LlmTarget, ...]
    """In the order in which they are tried."""
    fallback_on: tuple[str, ...]
    timeout_seconds: int
    """Of one call of the LLM caller."""


@dataclass(frozen=True)
class Secret:
    """An API key: the ARN of one that exists, or a value that the stack is to keep. One of the two is None."""

    name: str
    arn: str | None
    value: pulumi.Output[str] | None = field(repr=False, compare=False)


def read_secrets(config: RawConfig) -> dict[str, Secret]:
    example = config.set_command("secrets.anthropic", "", "--secret")
    allowed = "an object of names and secure strings, or ARNs of Secrets Manager secrets"
    return {name: _secret(config, name, value) for name, value in config.json("secrets", dict, allowed, example).items()}


def _secret(config: RawConfig, name: str, value: Any) -> Secret:
    # Without a value on the command line, pulumi asks for it: it stands in no shell history.
    enter = config.set_command(f"secrets.{name}", "", "--secret")
    if not _SECRET_NAME.match(name):
        raise config.refused(
            f"secrets has the name {name!r}", "1 to 64 letters, digits, _ and -", config.remove_command(f'secrets["{name}"]')
        )
    if not isinstance(value, str) or not value:
        raise config.refused(f"secrets.{name} is empty or no text", "a secure string, or an ARN", enter)
    if value.startswith("arn:"):
        found, here = _SECRET_ARN.match(value), config.values.get("aws:region", "<region>")
        # The caller asks the Secrets Manager of its own region.
        if not found or here not in (found[1], "<region>"):
            whole = f"arn:aws:secretsmanager:{here}:<account>:secret:<name>-<6 characters>"
            raise config.refused(
                f"secrets.{name} is the ARN {value!r}",
                f"the whole ARN of a Secrets Manager secret in the stack's region, {whole}",
                config.set_command(f"secrets.{name}", f"'{whole}'", "--plaintext"),
            )
        return Secret(name, value, None)
    if not config.is_secret("secrets"):
        raise config.refused(
            f"secrets.{name} stands in plain text in Pulumi.{config.stack}.yaml", "a secure string, or an ARN", enter
        )
    return Secret(name, None, pulumi.Output.secret(value))


def read_llm(config: RawConfig, secrets: dict[str, Secret]) -> Llm:
    first = config.set_command("llm.targets[0].model", _EXAMPLE_MODEL)
    llm = config.json("llm", dict, f"an object of {listed(_LLM_KEYS)}", first)
    _refuse_unknown(config, "llm", llm, _LLM_KEYS)
    targets = llm.get("targets", [])
    if not isinstance(targets, list) or not targets:
        raise config.refused("llm.targets names no model", "a list of one target or more", first)
    fallback_on = llm.get("fallbackOn", list(DEFAULT_FALLBACK_ON))
    if not isinstance(fallback_on, list) or not set(map(str, fallback_on)) <= set(ERROR_KINDS):
        raise config.refused(
            f"llm.fallbackOn is {fallback_on!r}",
            f"a list of some of {listed(ERROR_KINDS)}",
            f"{config.remove_command('llm.fallbackOn')} (for {listed(DEFAULT_FALLBACK_ON)})",
        )
    seconds = llm.get("timeoutSeconds", DEFAULT_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 1 <= seconds <= MOST_SECONDS:
        raise config.refused(
            f"llm.timeoutSeconds is {seconds!r}",
            f"1 to {MOST_SECONDS}",
            config.set_command("llm.timeoutSeconds", str(DEFAULT_SECONDS)),
        )
    return Llm(
        tuple(_target(config, f"llm.targets[{at}]", target, secrets) for at, target in enumerate(targets)),
        tuple(fallback_on),
        seconds,
    )


def _target(config: RawConfig, path: str, target: Any, secrets: dict[str, Secret]) -> LlmTarget:
    if not isinstance(target, dict):
        raise config.refused(
            f"{path} is {target!r}", f"an object of {listed(_TARGET_KEYS)}", config.set_command(f"{path}.model", _EXAMPLE_MODEL)
        )
    _refuse_unknown(config, path, target, _TARGET_KEYS)
    model = target.get("model")
    if not isinstance(model, str) or not _MODEL.match(model):
        raise config.refused(
            f"{path}.model is {model!r}",
            "LiteLLM's provider/model (https://docs.litellm.ai/docs/providers)",
            config.set_command(f"{path}.model", _EXAMPLE_MODEL),
        )
    secret = target.get("secret")
    if secret is not None and (not isinstance(secret, str) or secret not in secrets):
        there = listed(sorted(secrets)) or "none"
        raise config.refused(
            f"{path}.secret names {secret!r}, which secrets does not have",
            f"a name in secrets, where there is now: {there}",
            config.set_command(f"secrets.{secret if isinstance(secret, str) else 'NAME'}", "", "--secret"),
        )
    api_base = target.get("apiBase")
    if api_base is not None and not re.match(r"^https?://\S+$", str(api_base)):
        raise config.refused(
            f"{path}.apiBase is {api_base!r}", "a URL with http or https", config.set_command(f"{path}.apiBase", "https://…")
        )
    params = target.get("params", {})
    if not isinstance(params, dict):
        raise config.refused(
            f"{path}.params is {params!r}",
            "an object of the provider's parameters",
            config.set_command(f"{path}.params.max_tokens", "4096"),
        )
    return LlmTarget(model, secret, api_base, params, _price(config, f"{path}.price", target.get("price")))


def _price(config: RawConfig, path: str, price: Any) -> Price | None:
    if price is None:
        return None
    allowed = "input and output, in US dollars a million tokens, 0 or more"
    if not isinstance(price, dict):
        raise config.refused(f"{path} is {price!r}", allowed, config.remove_command(path))
    _refuse_unknown(config, path, price, ("input", "output"))
    amounts = {name: number(price.get(name)) for name in ("input", "output")}
    for name, amount in amounts.items():
        if amount is None or amount < 0:
            raise config.refused(f"{path}.{name} is {price.get(name)!r}", allowed, config.set_command(f"{path}.{name}", "0"))
    return Price(**amounts)


def _refuse_unknown(config: RawConfig, path: str, given: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in given:
        if key not in known:
            raise config.refused(f"{path} has the unknown key {key!r}", listed(known), config.remove_command(f"{path}.{key}"))
