import sys
from pathlib import Path

import pytest

from components.packaging import bytecode
from tests.components.packaging.lambdas import Workshop


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """An empty workshop, whose wheels are the only index that uv knows."""
    workshop = Workshop(tmp_path)
    monkeypatch.setenv("UV_DEFAULT_INDEX", workshop.wheels.as_uri())
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    return workshop


@pytest.fixture
def only_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other Python is on PATH: one of the functions' version would add bytecode to the packages for AWS."""
    mine = bytecode.running_python()
    monkeypatch.setattr(bytecode, "_python", lambda version: sys.executable if version == mine else None)
