"""Choose the model by the environment."""

from collections.abc import Mapping

from components.llm_catalog.catalog import meant_model, near, providers
from local.errors import ModelError
from local.models import hosted, ollama, scripted
from local.models.model import VARIABLE, Model, asked_as
from local.ports import USUAL, Ports

SCRIPTED = scripted.NAME


def chosen_model(environment: Mapping[str, str], ports: Ports = USUAL) -> Model | None:
    """Return the model that the environment asks for, or None to use the one in Pulumi.local.yaml. Raises ModelError."""
    wanted = environment.get(VARIABLE, "").strip()
    provider, _, name = wanted.partition("/")
    if wanted == SCRIPTED:
        return scripted.model(ports)
    if provider == "ollama":
        return ollama.model(environment, name or environment.get("OLLAMA_MODEL", ""))
    if wanted:
        _refuse_unknown(wanted, provider, asked_as(environment))
        return hosted.model(provider, name, environment)
    if environment.get("OLLAMA_MODEL"):
        return ollama.model(environment, environment["OLLAMA_MODEL"])
    return hosted.first_with_a_key(environment) or ollama.model_that_calls_tools(environment)


def _refuse_unknown(wanted: str, provider: str, asked: str) -> None:
    known = [*providers(), SCRIPTED]
    if provider in providers():
        return
    meant = near(provider, known) or meant_model(wanted)
    raise ModelError(
        f"{asked} is {wanted!r}{f' ({meant}?)' if meant else ''}: on the laptop stack it is provider/model with a provider of "
        f"{', '.join(providers())}; or {SCRIPTED}"
    )
