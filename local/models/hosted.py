"""Models that a provider serves. Their keys are in the environment, under the names that the providers' own SDKs read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from components.llm_catalog.catalog import providers
from local.errors import ModelError
from local.models.model import Model, asked_as


@dataclass(frozen=True)
class Access:
    """The environment variables of a provider. The first one that is set counts."""

    keys: tuple[str, ...] = ()
    bases: Mapping[str, str] = field(default_factory=dict)
    """The variables with the API's URL. Each has the path that a target's `apiBase` has and the variable leaves out."""
    version: str | None = None
    """The name of the variable with the API's version."""


# The providers that have a default model and need only a key come first, in the order of preference. The variables are those of the
# provider's own SDK, or LiteLLM's if the SDK reads none.
ACCESS = {
    "anthropic": Access(("ANTHROPIC_API_KEY",), {"ANTHROPIC_BASE_URL": ""}),
    "openai": Access(("OPENAI_API_KEY",), {"OPENAI_BASE_URL": ""}),
    "gemini": Access(("GEMINI_API_KEY", "GOOGLE_API_KEY"), {"GOOGLE_GEMINI_BASE_URL": "/v1beta"}),
    "mistral": Access(("MISTRAL_API_KEY",), {"MISTRAL_API_BASE": ""}),
    "groq": Access(("GROQ_API_KEY",), {"GROQ_BASE_URL": "/openai/v1"}),
    "deepseek": Access(("DEEPSEEK_API_KEY",), {"DEEPSEEK_API_BASE": ""}),
    "xai": Access(("XAI_API_KEY",), {"XAI_API_BASE": ""}),
    "azure": Access(
        ("AZURE_API_KEY", "AZURE_OPENAI_API_KEY"), {"AZURE_API_BASE": "", "AZURE_OPENAI_ENDPOINT": ""}, "AZURE_API_VERSION"
    ),
    "hosted_vllm": Access(("HOSTED_VLLM_API_KEY",), {"HOSTED_VLLM_API_BASE": ""}),
    "vertex_ai": Access(bases={"GOOGLE_VERTEX_BASE_URL": "/v1"}),
    "bedrock": Access(bases={"AWS_ENDPOINT_URL_BEDROCK_RUNTIME": ""}),
}
CREDENTIALS_FILE = "GOOGLE_APPLICATION_CREDENTIALS"


def first_with_a_key(environment: Mapping[str, str]) -> Model | None:
    """Return the default model of the first provider that needs only a key and whose key is set."""
    return next(
        (
            model(provider, "", environment)
            for provider, access in ACCESS.items()
            if providers()[provider].api_base == "optional" and any(map(environment.get, access.keys))
        ),
        None,
    )


def model(provider: str, name: str, environment: Mapping[str, str]) -> Model:
    """Return the model of this name, or the provider's default without a name. Raises ModelError if something is missing."""
    access, known = ACCESS[provider], providers()[provider]
    asked, wanted = asked_as(environment), f"{provider}/{name}" if name else known.example
    if not name and known.api_base == "required":
        raise ModelError(f"{asked} is {provider!r}: which one? {asked_as(environment, f'{provider}/…')}")
    base = next((environment[each].rstrip("/") + path for each, path in access.bases.items() if environment.get(each)), None)
    if provider == "bedrock" and not base:
        raise ModelError(
            f"{asked} is {wanted!r}: Bedrock lets in a role of AWS, and the laptop stack's functions have one of the emulator. "
            f"Ask it from a stack in AWS (Pulumi.prod.yaml), or name a server that needs no such role in {', '.join(access.bases)}"
        )
    target: dict[str, Any] = {"model": wanted} | ({"apiBase": base} if base else {})
    if provider == "vertex_ai":
        return _by_service_account(target, environment)
    variable = next((variable for variable in access.keys if environment.get(variable)), None)
    if not variable and known.secret == "required" and not (base and known.api_base == "optional"):
        raise ModelError(f"{asked} is {wanted!r}, which needs {' or '.join(access.keys)} in the environment")
    if known.api_base == "required" and not base:
        raise ModelError(f"{asked} is {wanted!r}, which needs its URL in {' or '.join(access.bases)}")
    if variable:
        target["secret"] = provider
    if access.version and environment.get(access.version):
        target["params"] = {"api_version": environment[access.version]}
    why = ", ".join([f"because {variable} is set"] * bool(variable) + [f"at {base}"] * bool(base))
    if not base and not known.knows(wanted):
        like = ", or ".join(known.near_models(wanted)) or known.example
        why = f"{why}, which LiteLLM's list of {provider} does not have ({like}?)"
    return Model(target, f"{why}; --model asks for another, --model scripted for none", environment[variable] if variable else None)


def _by_service_account(target: dict[str, Any], environment: Mapping[str, str]) -> Model:
    file = environment.get(CREDENTIALS_FILE)
    if not file:
        asked = asked_as(environment)
        raise ModelError(f"{asked} is {target['model']!r}, which needs the file of a service account's key in {CREDENTIALS_FILE}")
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
    why = f"as the service account of {CREDENTIALS_FILE}; --model asks for another, --model scripted for none"
    return Model(target | {"secret": "vertex_ai"}, why, text)
