"""Download a file piece by piece, with the progress on a terminal."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from requests import exceptions

from local.errors import UnavailableError
from local.pulumi_cli import progress

CONNECT_SECONDS = 5.0
"""The time limit of a connection. A network that lets nothing out is noticed after these seconds."""
SILENT_SECONDS = 30.0
"""The time limit between two pieces. A server that sends nothing for so long counts as gone."""

PIECE = 1 << 18

# Subclasses come before their base classes.
_REASONS = (
    (exceptions.ProxyError, "the proxy doesn't let it through"),
    (exceptions.SSLError, "its certificate isn't trusted here"),
    (exceptions.ConnectTimeout, f"it doesn't answer within {CONNECT_SECONDS:.0f} s"),
    (exceptions.ReadTimeout, f"it sends nothing for {SILENT_SECONDS:.0f} s"),
    (exceptions.ChunkedEncodingError, "it breaks off before the end"),
    (exceptions.ConnectionError, "there is no connection to it"),
)


def download(url: str) -> Iterator[bytes]:
    """Yield the content of a URL piece by piece. Raises UnavailableError, also in the middle."""
    try:
        # No compression on the way: the checksum is that of the raw bytes.
        headers = {"Accept-Encoding": "identity"}
        with requests.get(url, headers=headers, stream=True, timeout=(CONNECT_SECONDS, SILENT_SECONDS)) as answer:
            if not answer.ok:
                raise UnavailableError(f"{urlsplit(url).netloc} answers {answer.status_code} {answer.reason}")
            yield from _shown(answer)
    except exceptions.RequestException as error:
        reason = next((words for kind, words in _REASONS if isinstance(error, kind)), str(error))
        raise UnavailableError(f"{urlsplit(url).netloc} can't be reached: {reason}") from error
    finally:
        progress.clear()


def _shown(answer: requests.Response) -> Iterator[bytes]:
    total, got, started = int(answer.headers.get("Content-Length") or 0), 0, time.monotonic()
    for piece in answer.iter_content(PIECE):
        got += len(piece)
        of = f" of {total / 1e6:.0f}" if total else ""
        progress.show(f"{got / 1e6:.0f}{of} MB, {got / 1e6 / (time.monotonic() - started):.1f} MB/s")
        yield piece
