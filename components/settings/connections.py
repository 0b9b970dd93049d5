"""The connections of the chosen agents' tools, and whether this stack can make them."""

from collections.abc import Iterable, Mapping

from agents.declaration import Agent, Connection
from components.settings.raw_config import Problems, RawConfig
from components.settings.secrets import Secret, enter_command


def read_connections(
    config: RawConfig, agents: Iterable[Agent], secrets: Mapping[str, Secret | None], problems: Problems
) -> tuple[Connection, ...]:
    """Return the connections, each once. Append what is wrong to `problems`."""
    found: dict[str, Connection] = {}
    for agent in agents:
        for connection in agent.connections:
            if found.setdefault(connection.name, connection) != connection:
                problems.append(
                    f"agent {agent.name} declares the connection {connection.name} otherwise than another agent does: "
                    "give one of them another name"
                )
            elif problem := _of_the_secret(config, agent, connection, secrets):
                problems.append(problem)
    return tuple(found.values())


def _of_the_secret(config: RawConfig, agent: Agent, connection: Connection, secrets: Mapping[str, Secret | None]) -> str | None:
    """Return why the secret of a connection can't be used, or None. A secret that is None has a problem of its own."""
    needs = f"agent {agent.name} needs the secret {connection.secret}, for its connection {connection.name}"
    if connection.secret not in secrets:
        given = needs
    elif (secret := secrets[connection.secret]) and secret.arn:
        given = (
            f"{needs}, and secrets.{connection.secret} is an ARN. EventBridge takes the value, and keeps it in a secret of its own"
        )
    else:
        return None
    return str(config.refused(given, "a secure string", enter_command(config, connection.secret)))
