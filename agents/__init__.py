"""The agents of this project, by name. A new file in this folder is all that a new agent takes: see `discovery.py`."""

from pathlib import Path

from agents.discovery import Agents

AGENTS = Agents(__name__, Path(__file__).parent)
