"""The scripted model's server, with the dialects of all providers."""

from local.loopback_server import Log
from local.scripted_model.answers import respond
from local.scripted_model.server import ModelServer, Respond
from tests.providers import DIALECTS, PAGES


class ProviderServer(ModelServer):
    """Answers from the scripted conversations, or by another `respond`."""

    NAME = "model APIs"

    def __init__(self, port: int = 0, log: Log = lambda _: None, respond: Respond = respond) -> None:
        super().__init__(port, log, respond, DIALECTS, PAGES)
