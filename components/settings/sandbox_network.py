"""Reads `sandboxNetwork`: whether the code that a model wrote can reach the internet."""

from collections.abc import Iterable

from agents.declaration import Agent
from components.settings.raw_config import Problems, RawConfig, listed
from components.tool_folder import ToolFolder

KEY = "sandboxNetwork"
CLOSED, OPEN = "closed", "open"


def read_sandbox_network(config: RawConfig, agents: Iterable[Agent], folders: dict[str, ToolFolder], problems: Problems) -> bool:
    """Return whether the network of the sandbox is closed. Warn of the agents whose data can then be sent out, if it isn't.

    Raises SettingsError.
    """
    closed = config.one_of(KEY, (CLOSED, OPEN)) == CLOSED
    run_code = [agent.name for agent in agents if any(folders[folder].sandbox for folder in agent.folders)]
    if not closed and run_code:
        problems.warnings.append(
            f"{KEY} is {OPEN}: the code that a model writes for {listed(run_code)} can send what the agent has read to anybody on "
            f"the internet. To keep it in: {config.set_command(KEY, CLOSED)}"
        )
    return closed
