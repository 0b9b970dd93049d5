"""The agents of this project, in reading order. To add one, declare it in a file of its own and list it here."""

from agents.declaration import Agent
from agents.sql import SQL

AGENTS: dict[str, Agent] = {agent.name: agent for agent in (SQL,)}
