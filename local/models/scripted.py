"""The scripted model. It answers the agents' sample questions without a key."""

from local.models.model import FREE, Model
from local.ports import HOST, Ports
from local.this_command import agent

NAME = "scripted"
MODEL = f"anthropic/{NAME}"
WHY = f"a script ({agent('up --help')} says how to use a real one)"


def model(ports: Ports) -> Model:
    return Model({"model": MODEL, "apiBase": f"http://{HOST}:{ports.model}/anthropic", "price": FREE}, WHY)
