"""What was deployed to the laptop stack: so that asking for the same again deploys nothing, and asking for anything else does."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from local import configuration
from local.chosen import Chosen
from local.environment import passphrase
from local.ports import Ports

CHOSEN = "chosen.json"
DEPLOYED = "deployed.json"


@dataclass(frozen=True)
class Config:
    """All of a deployment that differs with what was chosen."""

    llm: dict[str, Any]
    """The stack's setting of that name, as the others."""
    agents: list[str]
    tools: dict[str, Any]
    keys: str | None
    """A fingerprint of all API keys, which can't be told from it."""

    @property
    def model(self) -> str:
        return self.llm["targets"][0]["model"]


def config_of(folder: Path, ports: Ports, chosen: Chosen) -> Config:
    keys = sorted(configuration.keys(chosen).items())
    fingerprint = hmac.digest(passphrase(folder).encode(), json.dumps(keys).encode(), hashlib.sha256).hex() if keys else None
    settings = configuration.settings(ports, chosen)
    return Config(*(configuration.setting(settings, name) for name in ("llm", "agents", "tools")), fingerprint)


def note_chosen(folder: Path, config: Config) -> None:
    (folder / CHOSEN).write_text(json.dumps(asdict(config), indent=1))


def note_deployed(folder: Path) -> None:
    """What was chosen last has been deployed."""
    (folder / DEPLOYED).write_bytes((folder / CHOSEN).read_bytes())


def forget(folder: Path) -> None:
    """Nobody knows what will be deployed."""
    (folder / DEPLOYED).unlink(missing_ok=True)


def deployed(folder: Path) -> Config | None:
    """None: nothing, or nobody knows."""
    return _read(folder / DEPLOYED)


def agents(folder: Path) -> list[str]:
    """Those that were chosen last, for the stack that is there."""
    chosen = _read(folder / CHOSEN)
    return chosen.agents if chosen else []


def _read(file: Path) -> Config | None:
    try:
        return Config(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None
