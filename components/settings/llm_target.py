"""Reads one target of the configuration, a model at a provider, and checks it against the catalog."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.llm_catalog.catalog import Provider, near, providers
from components.settings.llm_params import read_params
from components.settings.raw_config import Problems, RawConfig, listed, number, refuse_unknown
from components.settings.secrets import Secret, enter_command

KEYS = ("model", "client", "secret", "apiBase", "params", "price", "callsTools")
DEFAULT_CLIENT = "litellm"
EXAMPLE_MODEL = "anthropic/claude-sonnet-4-5"

_MODEL = re.compile(r"^[^/\s]+/\S+$")

_URL = re.compile(r"^https?://[^\s/?#@]+(?:/[^\s?#@]*)?$")

# Some people put the secret itself where its name belongs, so a longer text isn't shown. No provider's key is shorter than this.
_LONGEST_SHOWN = 24

# LiteLLM also takes a region or another API in the name of a Bedrock model. The caller speaks Converse alone.
_BEDROCK = re.compile(r"^bedrock/(?:converse/)?(?:[a-zA-Z0-9.:_-]+|arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:[a-z-]+/\S+)$")


@dataclass(frozen=True)
class Price:
    """The price of a model, in US dollars per million tokens."""

    input: float
    output: float


@dataclass(frozen=True)
class LlmTarget:
    """One model at one provider."""

    model: str
    """LiteLLM's `provider/model`."""
    secret: str | None = None
    """The name of a `Secret`. None: the provider lets the caller in by IAM, or asks for no secret."""
    api_base: str | None = None
    """The URL of the provider's API. None: the provider's own."""
    params: dict[str, Any] = field(default_factory=dict)
    """Parameters for the provider, like `max_tokens`."""
    price: Price | None = None
    """None: the price in LiteLLM's table."""
    client: str = DEFAULT_CLIENT
    """`litellm`, or `native` for the provider's own SDK."""

    @property
    def provider(self) -> str:
        return self.model.partition("/")[0]


def read_target(config: RawConfig, path: str, given: Any, secrets: Mapping[str, Secret | None], problems: Problems) -> LlmTarget:
    """Return the target. Append what is wrong with it to `problems`."""
    example = config.set_command(f"{path}.model", EXAMPLE_MODEL)
    if not isinstance(given, dict):
        problems.append(str(config.refused(f"{path} is {given!r}", f"an object of {listed(KEYS)}", example)))
        return LlmTarget(EXAMPLE_MODEL)
    problems.caught(lambda: refuse_unknown(config, path, given, KEYS))
    provider = problems.caught(lambda: _provider(config, path, given.get("model")))
    price = problems.caught(lambda: _price(config, f"{path}.price", given.get("price"), problems))
    api_base = problems.caught(lambda: _api_base(config, path, given.get("apiBase"), provider))
    secret = problems.caught(lambda: _secret(config, path, given.get("secret"), api_base, provider, secrets))
    if provider is None:
        # The provider decides which other values are allowed.
        return LlmTarget(EXAMPLE_MODEL)
    problems.caught(lambda: _refuse_without_tools(config, path, given, provider))
    client = problems.caught(lambda: _client(config, path, given, provider))
    params = read_params(config, f"{path}.params", given.get("params", {}), provider, problems)
    return LlmTarget(given["model"], secret, api_base, params, price, client or DEFAULT_CLIENT)


def _provider(config: RawConfig, path: str, model: Any) -> Provider:
    known = providers()
    if not isinstance(model, str) or not _MODEL.match(model):
        raise config.refused(
            f"{path}.model is {model!r}",
            f"provider/model, with a provider of {listed(known)}",
            config.set_command(f"{path}.model", EXAMPLE_MODEL),
        )
    name, _, rest = model.partition("/")
    if name not in known:
        meant = near(name, known)
        raise config.refused(
            f"{path}.model is {model!r}, and there is no provider {name!r}",
            f"{listed(known)}; an OpenAI-compatible server of your own is hosted_vllm, with its apiBase",
            config.set_command(f"{path}.model", f"{meant}/{rest}" if meant else EXAMPLE_MODEL),
        )
    if name == "bedrock" and not _BEDROCK.match(model):
        raise config.refused(
            f"{path}.model is {model!r}",
            "bedrock/<model id>, bedrock/<inference profile id> or bedrock/<ARN>; another region than the stack's is "
            "params.aws_region_name",
            config.set_command(f"{path}.model", known[name].example),
        )
    if not rest.startswith(known[name].begins):
        raise config.refused(
            f"{path}.model is {model!r}",
            f"{name}/{known[name].begins}…: the caller asks {name} for those alone",
            config.set_command(f"{path}.model", known[name].example),
        )
    return known[name]


def _refuse_without_tools(config: RawConfig, path: str, given: dict[str, Any], provider: Provider) -> None:
    if given.get("callsTools", True) is not True:
        raise config.refused(
            f"{path}.callsTools is {given['callsTools']!r}",
            "true, where LiteLLM's price map is wrong about the model: agents answer through tools",
            config.remove_command(f"{path}.callsTools"),
        )
    if "callsTools" not in given and not provider.calls_tools(given["model"]):
        raise config.refused(
            f"{path}.model is {given['model']!r}, which can't call tools by LiteLLM's price map, and an agent is its tools",
            f"a chat model that calls tools, like {provider.example}",
            f"{config.set_command(f'{path}.model', provider.example)} (or, where the map is wrong: "
            f"{config.set_command(f'{path}.callsTools', 'true')})",
        )


def _client(config: RawConfig, path: str, given: dict[str, Any], provider: Provider) -> str:
    client, there = given.get("client", DEFAULT_CLIENT), provider.clients_of(given["model"])
    if client not in there:
        whose = given["model"] if client in provider.clients else provider.name
        raise config.refused(
            f"{path}.client is {client!r}, which {whose} does not have",
            listed(there),
            config.set_command(f"{path}.client", DEFAULT_CLIENT),
        )
    return str(client)


def _api_base(config: RawConfig, path: str, api_base: Any, provider: Provider | None) -> str | None:
    set_it = config.set_command(f"{path}.apiBase", "https://…")
    if api_base is None and provider and provider.api_base == "required":
        raise config.refused(f"{path}.apiBase is not set, and {provider.name} has no URL of its own", "a URL", set_it)
    if api_base is not None and not _URL.match(str(api_base)):
        # The message doesn't repeat a URL that may hold a key.
        shown = "has a user, a query or a fragment" if re.search("[@?#]", str(api_base)) else f"is {api_base!r}"
        raise config.refused(f"{path}.apiBase {shown}", "a URL of http or https, with a path at most", set_it)
    return None if api_base is None else str(api_base)


def _secret(
    config: RawConfig,
    path: str,
    name: Any,
    api_base: str | None,
    provider: Provider | None,
    secrets: Mapping[str, Secret | None],
) -> str | None:
    google = provider is not None and provider.name == "vertex_ai"
    if name is None:
        if provider and _needs_secret(provider, api_base):
            there = listed(sorted(secrets)) or "none"
            chosen = provider.name if provider.name in secrets or not secrets else next(iter(secrets))
            enter = "" if secrets else f"{enter_command(config, provider.name, service_account=google)} && "
            raise config.refused(
                f"{path} names no secret, and {provider.name} asks for {'a service account' if google else 'an API key'}",
                f"secret: a name in secrets, where there is now: {there}",
                f"{enter}{config.set_command(f'{path}.secret', chosen)}",
            )
        return None
    if provider and provider.secret == "none":
        raise config.refused(
            f"{path}.secret is {name!r}, and {provider.name} takes none",
            "no secret: IAM lets the caller's role in",
            config.remove_command(f"{path}.secret"),
        )
    if not isinstance(name, str) or name not in secrets:
        there = listed(sorted(secrets)) or "none"
        is_name = isinstance(name, str) and len(name) <= _LONGEST_SHOWN
        raise config.refused(
            f"{path}.secret {f'names {name!r}' if is_name else 'is no name'}, which secrets does not have",
            f"a name in secrets, where there is now: {there}",
            enter_command(config, name if is_name else provider.name if provider else "NAME", service_account=google),
        )
    known = secrets[name]
    if google and known and known.is_service_account is False:
        raise config.refused(
            f"secrets.{name} is not what Vertex AI takes",
            "the JSON of a service account's key, or an ARN of a secret that holds it",
            enter_command(config, name, service_account=True),
        )
    return name


def _needs_secret(provider: Provider, api_base: str | None) -> bool:
    """Return whether a target has to name a secret.

    A server at a URL of one's own may ask for no secret. Azure asks for one, although its URL is always one's own: there `https`
    tells Azure from a server on this machine.
    """
    if api_base and (provider.api_base == "optional" or api_base.startswith("http://")):
        return False
    return provider.secret == "required"


def _price(config: RawConfig, path: str, price: Any, problems: Problems) -> Price | None:
    if price is None:
        return None
    allowed = "input and output, in US dollars a million tokens, 0 or more"
    if not isinstance(price, dict):
        raise config.refused(f"{path} is {price!r}", allowed, config.remove_command(path))
    problems.caught(lambda: refuse_unknown(config, path, price, ("input", "output")))

    def amount(name: str) -> float:
        found = number(price.get(name))
        if found is None or found < 0:
            raise config.refused(f"{path}.{name} is {price.get(name)!r}", allowed, config.set_command(f"{path}.{name}", "0"))
        return found

    return Price(amount("input"), amount("output"))
