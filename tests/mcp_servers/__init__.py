"""MCP servers for the tests, in one process: `official` is built with the official SDK, `bad` answers as no server should.

`with serving() as url:` starts the process. Its paths are `/mcp`, `/changed/mcp` and `/bad/<kind>`.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.ports import free_ports

ROOT = Path(__file__).parents[2]
SECRET = "key-of-the-tests-8c1f"


@contextmanager
def serving(key: Path | None = None, certificate: Path | None = None) -> Iterator[str]:
    """Give the URL of the servers, without a slash at its end. They have TLS if a key and a certificate are given."""
    port = free_ports().base
    files = [str(file) for file in (key, certificate) if file]
    process = subprocess.Popen([sys.executable, "-m", "tests.mcp_servers", str(port), *files], cwd=ROOT)
    url = f"http{'s' if files else ''}://127.0.0.1:{port}"
    try:
        _wait(url, process)
        yield url
    finally:
        process.kill()
        process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            if httpx2.get(f"{url}/seen", timeout=5, verify=False).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the MCP servers of the tests don't answer")
