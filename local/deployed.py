"""Remember what was deployed to the laptop stack, so that only a change is deployed again."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from local import configuration, sources
from local.chosen import Chosen
from local.environment import passphrase
from local.outside_services import MOCK_KEY
from local.ports import Ports

CHOSEN = "chosen.json"
DEPLOYED = "deployed.json"


@dataclass(frozen=True)
class Config:
    """The parts of a deployment that depend on the choices and on the project's files."""

    llm: dict[str, Any]
    """The stack's setting `llm`. `agents` and `tools` are the settings of these names."""
    agents: list[str]
    tools: dict[str, Any]
    keys: dict[str, str]
    """A fingerprint of each API key by the secret's name. Nobody can get the key from its fingerprint."""
    sources: dict[str, str]
    """A digest of each part of the project that the deployment is made from (`local.sources`)."""

    @property
    def model(self) -> str:
        model: str = self.llm["targets"][0]["model"]
        return model


def config_of(folder: Path, ports: Ports, chosen: Chosen) -> Config:
    """Describe the deployment that a choice leads to, without making it."""
    before = _read(folder / CHOSEN)
    keys = {name: _fingerprint(folder, key) for name, key in configuration.keys(chosen).items()}
    kept = {name: before.keys[name] for name in chosen.outside.kept_keys if before and name in before.keys}
    settings = configuration.settings(ports, chosen)
    llm, agents, tools = (configuration.setting(settings, name) for name in ("llm", "agents", "tools"))
    return Config(llm, agents, tools, dict(sorted({**keys, **kept}.items())), sources.digests(agents))


def _fingerprint(folder: Path, key: str) -> str:
    return hmac.digest(passphrase(folder).encode(), key.encode(), hashlib.sha256).hex()


def real_keys(folder: Path) -> frozenset[str]:
    """Return the names of the secrets with a real value in the stack, without those of mock services."""
    chosen, mock = _read(folder / CHOSEN), _fingerprint(folder, MOCK_KEY) if (folder / CHOSEN).exists() else ""
    return frozenset(name for name, fingerprint in chosen.keys.items() if fingerprint != mock) if chosen else frozenset()


def changed_sources(before: Config, now: Config) -> list[str]:
    """Return the names of the changed parts of the project."""
    return sources.changed(before.sources, now.sources)


def deployed_at(folder: Path) -> datetime | None:
    """Return the time of the deployment. None if it is unknown."""
    file = folder / DEPLOYED
    return datetime.fromtimestamp(file.stat().st_mtime).astimezone() if file.exists() else None


def note_chosen(folder: Path, config: Config) -> None:
    (folder / CHOSEN).write_text(json.dumps(asdict(config), indent=1))


def note_deployed(folder: Path) -> None:
    """Record that the last choice has been deployed."""
    (folder / DEPLOYED).write_bytes((folder / CHOSEN).read_bytes())


def forget(folder: Path) -> None:
    """Record that nobody knows what is deployed, because a deployment begins."""
    (folder / DEPLOYED).unlink(missing_ok=True)


def deployed(folder: Path) -> Config | None:
    """Return what is deployed. None if nothing is deployed, or nobody knows."""
    return _read(folder / DEPLOYED)


def chosen_last(folder: Path) -> Config | None:
    """Return the deployment that the config of Pulumi is written for, made or not. None: nobody chose any."""
    return _read(folder / CHOSEN)


def agents(folder: Path) -> list[str]:
    """Return the agents of the last choice for the existing stack."""
    chosen = _read(folder / CHOSEN)
    return chosen.agents if chosen else []


def _read(file: Path) -> Config | None:
    try:
        return Config(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None
