"""`python -m local.mock_services --port 4569` serves until it is interrupted or terminated."""

from local.loopback_server import run
from local.mock_services.server import MockServer
from local.ports import Ports

if __name__ == "__main__":
    run(MockServer, __package__, Ports().mock_services)
