"""Chooses the model by the environment."""

from collections.abc import Mapping

from components.llm_catalog.catalog import near, providers
from local.errors import ModelError
from local.models import hosted, ollama, scripted, smollm2
from local.models.model import Model
from local.ports import Ports

SCRIPTED, SMOLLM2 = scripted.NAME, smollm2.SERVICE


def chosen_model(environment: Mapping[str, str], ports: Ports) -> Model | None:
    """The model that the environment asks for; None for the one of Pulumi.local.yaml, a script. Raises ModelError."""
    wanted = environment.get("LLM_MODEL", "").strip()
    provider, _, name = wanted.partition("/")
    if wanted == SCRIPTED:
        return None
    if provider == SCRIPTED:
        return scripted.model(name, ports)
    if wanted == SMOLLM2:
        return smollm2.model(ports)
    if provider == "ollama":
        return ollama.model(environment, name or environment.get("OLLAMA_MODEL", ""))
    if wanted:
        _refuse_unknown(wanted, provider)
        return hosted.model(provider, name, environment)
    if environment.get("OLLAMA_MODEL"):
        return ollama.model(environment, environment["OLLAMA_MODEL"])
    return hosted.first_with_a_key(environment) or ollama.model_that_calls_tools(environment)


def _refuse_unknown(wanted: str, provider: str) -> None:
    known = [*providers(), SCRIPTED, SMOLLM2]
    if provider in providers():
        return
    meant = near(provider, known)
    raise ModelError(
        f"LLM_MODEL is {wanted!r}{f' ({meant}?)' if meant else ''}: on the laptop stack it is provider/model with a provider of "
        f"{', '.join(providers())}; or {SMOLLM2}; or {SCRIPTED}, or {SCRIPTED}/provider"
    )
