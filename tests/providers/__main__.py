"""`python -m tests.providers --port 4580` serves until it is interrupted or terminated."""

from local.loopback_server import run
from tests.providers.server import ProviderServer

if __name__ == "__main__":
    run(ProviderServer, "tests.providers", 4580)
