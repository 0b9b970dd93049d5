"""The agents of this project by name. To add an agent, add a file to this folder: see `discovery.py`."""

from pathlib import Path

from agents.discovery import Agents

AGENTS = Agents(__name__, Path(__file__).parent)
