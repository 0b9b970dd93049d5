"""Which model was deployed to the laptop stack: so that asking for another one deploys it, and asking for the same one doesn't."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import configuration
from local.environment import passphrase
from local.models import Model
from local.ports import Ports

CHOSEN = "chosen-model.json"
DEPLOYED = "deployed-model.json"


@dataclass(frozen=True)
class ModelConfig:
    """All of a deployment that differs between models."""

    llm: dict[str, Any]
    """The stack's setting of that name."""
    key: str | None
    """A fingerprint of the API key, which can't be told from it."""

    @property
    def name(self) -> str:
        return self.llm["targets"][0]["model"]


def config_of(folder: Path, ports: Ports, model: Model | None) -> ModelConfig:
    key = model.key if model else None
    fingerprint = hmac.digest(passphrase(folder).encode(), key.encode(), hashlib.sha256).hex() if key else None
    return ModelConfig(configuration.llm(configuration.settings(ports, model)), fingerprint)


def note_chosen(folder: Path, config: ModelConfig) -> None:
    (folder / CHOSEN).write_text(json.dumps({"llm": config.llm, "key": config.key}, indent=1))


def note_deployed(folder: Path) -> None:
    """What was chosen last has been deployed."""
    (folder / DEPLOYED).write_bytes((folder / CHOSEN).read_bytes())


def forget(folder: Path) -> None:
    """Nobody knows what will be deployed."""
    (folder / DEPLOYED).unlink(missing_ok=True)


def deployed(folder: Path) -> ModelConfig | None:
    """None: nothing, or nobody knows."""
    try:
        return ModelConfig(**json.loads((folder / DEPLOYED).read_text()))
    except (OSError, ValueError, TypeError):
        return None
