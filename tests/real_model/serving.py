"""Serves SmolLM2 for as long as a test needs it."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_ports
from tests.real_model.install import SERVER, install

SECONDS_TO_START = 60


class ModelServerError(RuntimeError):
    """SmolLM2's server didn't come up."""


@contextmanager
def serving(log: Path) -> Iterator[str]:
    """Yield the base URL of the model's API, on a free port. log: the file that gets what the server prints."""
    python, port = install(), free_ports().base
    with log.open("wb") as output:
        server = subprocess.Popen([python, SERVER, "--port", str(port)], stdout=output, stderr=output, env={})
    try:
        url = f"http://127.0.0.1:{port}/v1"
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(f"{url}/models"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise ModelServerError(f"no answer on {url}. Its log:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=1).close()
    except (urllib.error.URLError, OSError):
        return False
    return True
