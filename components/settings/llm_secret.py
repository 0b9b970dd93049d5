"""Reads the secret of a target: the name of an entry of `secrets`."""

from collections.abc import Mapping
from typing import Any

from components.llm_catalog.catalog import Provider, near
from components.settings.credentials import LONGEST_NAME
from components.settings.raw_config import RawConfig, listed
from components.settings.secrets import NAME, Secret, enter_command


def read_secret_name(
    config: RawConfig,
    path: str,
    name: Any,
    api_base: str | None,
    provider: Provider | None,
    secrets: Mapping[str, Secret | None],
) -> str | None:
    google = provider is not None and provider.name == "vertex_ai"
    there = listed(sorted(secrets)) or "none"
    # A key is asked for where there is none of the provider. Another provider's would be sent to this one.
    usual = provider.name if provider else next(iter(secrets), "api_key")
    set_usual = config.set_command(f"{path}.secret", usual)
    if usual not in secrets:
        set_usual = f"{enter_command(config, usual, service_account=google)} && {set_usual}"
    if name is None:
        if provider and _needs_secret(provider, api_base):
            raise config.refused(
                f"{path} names no secret, and {provider.name} asks for {'a service account' if google else 'an API key'}",
                f"secret: a name in secrets, where there is now: {there}",
                set_usual,
            )
        return None
    if provider and provider.secret == "none":
        raise config.refused(
            f"{path}.secret is {_shown_name(name)}, and {provider.name} takes none",
            "no secret: IAM lets the caller's role in",
            config.remove_command(f"{path}.secret"),
        )
    if not isinstance(name, str) or name not in secrets:
        is_name = isinstance(name, str) and bool(NAME.match(name)) and len(name) <= LONGEST_NAME
        meant = near(name, secrets) if is_name else None
        repair = enter_command(config, name, service_account=google) if is_name else set_usual
        if meant:
            repair = config.set_command(f"{path}.secret", meant)
        raise config.refused(
            f"{path}.secret {f'names {name!r}' if is_name else 'is no name'}, which secrets does not have",
            f"a name in secrets, where there is now: {there}",
            repair,
        )
    known = secrets[name]
    if google and known and known.is_service_account is False:
        raise config.refused(
            f"secrets.{name} is not what Vertex AI takes",
            "the JSON of a service account's key, or an ARN of a secret that holds it",
            enter_command(config, name, service_account=True),
        )
    return name


def _shown_name(name: Any) -> str:
    """Return the name of a secret for a message. Some people put the secret itself where its name belongs."""
    return repr(name) if isinstance(name, str) and len(name) <= LONGEST_NAME else "set"


def _needs_secret(provider: Provider, api_base: str | None) -> bool:
    """Return whether a target has to name a secret.

    A server at a URL of one's own may ask for no secret. Azure asks for one, although its URL is always one's own: there `https`
    tells Azure from a server on this machine.
    """
    if api_base and (provider.api_base == "optional" or api_base.startswith("http://")):
        return False
    return provider.secret == "required"
