"""A laptop stack of the tests' own: in a temporary folder, on free ports, stopped at the end."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest

from local.laptop import Laptop
from local.services import ACCESS_KEY, REGION, root_secret
from local.step_functions.api import Api
from local.step_functions.server import Server
from tests.ports import free_ports


def client(service: str, where: Laptop | str, **credentials: str):
    """boto3's client of a laptop stack, as its root; or of a URL where nobody checks who asks."""
    secret = "unchecked" if isinstance(where, str) else root_secret(where.folder)
    keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": secret} | credentials
    url = where if isinstance(where, str) else where.services["step-functions" if service == "stepfunctions" else "ministack"].url
    return boto3.client(service, endpoint_url=url, region_name=REGION, **keys)


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """All three services. Shared by the tests, so none of them stops it."""
    stack = Laptop(tmp_path_factory.mktemp("laptop") / ".local", free_ports())
    try:
        stack.up()
        yield stack
    finally:
        stack.down()


@pytest.fixture
def new_laptop(tmp_path: Path) -> Iterator[Laptop]:
    """One that isn't up, for a test to start, break and stop. What it says is in `said`."""
    said: list[str] = []
    stack = Laptop(tmp_path / ".local", free_ports(), said.append)
    stack.said = said
    yield stack
    stack.down()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Callable[[], object]]:
    """Starts the engine's HTTP server on its state so far, and gives a client for it. Call it again for a new start."""
    servers = []

    def start():
        while servers:
            servers.pop().shutdown()
        server = Server(Api(folder=tmp_path / "step_functions"))
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return client("stepfunctions", f"http://127.0.0.1:{server.server_port}")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
