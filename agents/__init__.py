"""The agents of this project, in reading order. To add one, declare it in a file of its own and list it here."""

from agents.clustering import CLUSTERING
from agents.declaration import Agent
from agents.financial import FINANCIAL
from agents.google_maps import GOOGLE_MAPS
from agents.sql import SQL
from agents.time_series import TIME_SERIES
from agents.web_research import WEB_RESEARCH

AGENTS: dict[str, Agent] = {
    agent.name: agent
    for agent in (
        SQL,
        FINANCIAL,
        GOOGLE_MAPS,
        CLUSTERING,
        TIME_SERIES,
        WEB_RESEARCH,
    )
}
