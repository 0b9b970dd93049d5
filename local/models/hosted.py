"""Models that somebody serves, with a key in the environment: under the names that the providers' own SDKs read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.llm_catalog.catalog import providers
from local.errors import ModelError
from local.models.model import Model


@dataclass(frozen=True)
class Access:
    """The variables that are read for a provider. Of several the first that is set counts."""

    keys: tuple[str, ...]
    bases: tuple[str, ...] = ()
    """Of its URL, where it has none of its own."""
    version: str | None = None
    """Of its API's version."""


# Those with a model to use where only the key is known come first, in the order in which they are taken.
ACCESS = {
    "anthropic": Access(("ANTHROPIC_API_KEY",)),
    "openai": Access(("OPENAI_API_KEY",)),
    "gemini": Access(("GEMINI_API_KEY", "GOOGLE_API_KEY")),
    "mistral": Access(("MISTRAL_API_KEY",)),
    "groq": Access(("GROQ_API_KEY",)),
    "deepseek": Access(("DEEPSEEK_API_KEY",)),
    "xai": Access(("XAI_API_KEY",)),
    # LiteLLM's names, and those of OpenAI's SDK.
    "azure": Access(("AZURE_API_KEY", "AZURE_OPENAI_API_KEY"), ("AZURE_API_BASE", "AZURE_OPENAI_ENDPOINT"), "AZURE_API_VERSION"),
    "hosted_vllm": Access(("HOSTED_VLLM_API_KEY",), ("HOSTED_VLLM_API_BASE",)),
}
CREDENTIALS_FILE = "GOOGLE_APPLICATION_CREDENTIALS"


def first_with_a_key(environment: Mapping[str, str]) -> Model | None:
    """Of the providers whose key is all that a model takes."""
    return next(
        (
            model(provider, "", environment)
            for provider, access in ACCESS.items()
            if not access.bases and any(map(environment.get, access.keys))
        ),
        None,
    )


def model(provider: str, name: str, environment: Mapping[str, str]) -> Model:
    """Raises ModelError for what is missing. Without a name, the provider's default."""
    if provider == "bedrock":
        raise ModelError(
            f"LLM_MODEL is {f'{provider}/{name}'!r}: Bedrock lets in a role of AWS, and the laptop stack's functions have one "
            "of the emulator. Ask it from a stack in AWS (Pulumi.prod.yaml); scripted/bedrock speaks its language here"
        )
    access = ACCESS.get(provider, Access(()))
    wanted = f"{provider}/{name}" if name else providers()[provider].example
    if not name and access.bases:
        raise ModelError(f"LLM_MODEL is {provider!r}: which one? LLM_MODEL={provider}/…")
    if provider == "vertex_ai":
        return _by_service_account(wanted, environment)
    variable = next((variable for variable in access.keys if environment.get(variable)), None)
    base = next((environment[variable] for variable in access.bases if environment.get(variable)), None)
    if not variable and providers()[provider].secret == "required":
        raise ModelError(f"LLM_MODEL is {wanted!r}, which needs {' or '.join(access.keys)} in the environment")
    if access.bases and not base:
        raise ModelError(f"LLM_MODEL is {wanted!r}, which needs its URL in {' or '.join(access.bases)}")
    target: dict[str, Any] = {"model": wanted}
    if variable:
        target["secret"] = provider
    if base:
        target["apiBase"] = base.rstrip("/")
    if access.version and environment.get(access.version):
        target["params"] = {"api_version": environment[access.version]}
    why = f"because {variable} is set" if variable else f"at {base}"
    return Model(target, f"{why}; MODEL=… asks for another, MODEL=scripted for none", environment[variable] if variable else None)


def _by_service_account(wanted: str, environment: Mapping[str, str]) -> Model:
    file = environment.get(CREDENTIALS_FILE)
    if not file:
        raise ModelError(f"LLM_MODEL is {wanted!r}, which needs the file of a service account's key in {CREDENTIALS_FILE}")
    try:
        text = Path(file).expanduser().read_text()
        kind = json.loads(text).get("type")
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(f"{CREDENTIALS_FILE} names {file}, which can't be read as a service account's key: {error}") from error
    if kind != "service_account":
        raise ModelError(
            f"{CREDENTIALS_FILE} names {file}, which is of type {kind!r}: needed is the key of a service account "
            "(gcloud iam service-accounts keys create)"
        )
    target = {"model": wanted, "secret": "vertex_ai"}
    return Model(target, f"as the service account of {CREDENTIALS_FILE}; MODEL=… asks for another", text)
