"""A stack that the real Pulumi CLI keeps in files of a temporary folder: its settings are read and set, and nothing is deployed."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from components.settings.raw_config import RawConfig
from components.settings.stack_file import read_stack_file
from tests.components.configuration import PROJECT, ROOT

STACK = "dev"


class StackOfFiles:
    def __init__(self, folder: Path, pulumi: str):
        self._folder = folder / "project"
        self._folder.mkdir()
        shutil.copy(ROOT / "Pulumi.yaml", self._folder)
        (folder / "state").mkdir()
        self._environment = {
            "PATH": f"{Path(pulumi).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "of the tests",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        self.run(f"pulumi stack init {STACK} --non-interactive")
        self._salt = yaml.safe_load(self._file.read_text()) if self._file.exists() else {}

    @property
    def _file(self) -> Path:
        return self._folder / f"Pulumi.{STACK}.yaml"

    def write(self, config: dict[str, Any] | str) -> None:
        """Write the stack's settings: by key, or as the text below `config:`."""
        text = config if isinstance(config, str) else yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
        indented = "".join(f"  {line}\n" for line in text.splitlines())
        self._file.write_text("".join([yaml.safe_dump(self._salt) if self._salt else "", f"config:\n{indented}"]))

    def run(self, command: str, answer: str = "") -> str:
        """Run a command in a shell, as a person pastes it. `answer` is what they type when they are asked."""
        settings: dict[str, Any] = {"cwd": self._folder, "env": self._environment, "input": answer}
        done = subprocess.run(["sh", "-c", command], **settings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def raw(self) -> RawConfig:
        """The settings as Pulumi hands them to the program."""
        said = json.loads(self.run(f"pulumi config --json --show-secrets -s {STACK}"))
        return RawConfig(
            {key: entry["value"] for key, entry in said.items()},
            frozenset(key for key, entry in said.items() if entry["secret"]),
            PROJECT,
            STACK,
            read_stack_file(self._file, PROJECT),
        )

    def put(self, name: str, text: str) -> None:
        """Put a file beside the project's."""
        (self._folder / name).write_text(text)

    def text(self) -> str:
        return self._file.read_text()
