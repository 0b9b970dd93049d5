"""What a Pulumi CLI comes from: a shell script in Go's place, and a server in that of the releases."""

import hashlib
import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from local.pulumi_cli import release
from local.pulumi_cli.folder import PROGRAMS

GO = """#!/bin/sh
echo "$@" >> {log}
case "$1" in
  version) echo "go version {version} linux/amd64" ;;
  list) echo {sdk} ;;
  build) shift; while [ "$1" != -o ]; do shift; done; {compile}; echo binary > "$2"; chmod +x "$2" ;;
esac
"""


def program(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


def archive_of(*members: tarfile.TarInfo | tuple[str, bytes]) -> bytes:
    """A .tar.gz of files by name and content, and of members as they are."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                entry = tarfile.TarInfo(member[0])
                entry.size, entry.mode = len(member[1]), 0o644
                archive.addfile(entry, io.BytesIO(member[1]))
    return written.getvalue()


RELEASE = archive_of(
    *((f"pulumi/{name}", f"#!/bin/sh\necho {name}\n".encode()) for name in PROGRAMS),
    ("pulumi/pulumi-language-go", b"another language"),
)


@pytest.fixture
def go(tmp_path, monkeypatch) -> Callable[..., Path]:
    """Puts a script that answers like Go, and nothing else of ours, on the PATH. Returns the log of what it was asked."""

    def install(version: str = "go1.26.6", compile: str = ":") -> Path:
        sdk = tmp_path / "sdk"
        program(sdk / "python" / "cmd" / "pulumi-language-python-exec", "#!/usr/bin/env python3\n")
        log = tmp_path / "go.log"
        program(tmp_path / "go" / "go", GO.format(log=log, version=version, sdk=sdk, compile=compile))
        monkeypatch.setenv("PATH", f"{tmp_path / 'go'}:/usr/bin:/bin")
        return log

    return install


class Releases:
    """A server of releases on the loopback interface."""

    def __init__(self, address: str):
        self.base = f"http://{address}/sdk"
        self.files: dict[str, bytes] = {}
        """By path, from `/sdk/` on."""
        self.truncated = False
        """Whether it breaks off before the last byte of a file."""
        self.asked: list[str] = []

    def publish(self, version: str, content: bytes = RELEASE) -> dict[str, str]:
        """Put a release there for every platform, and its checksums; these by platform."""
        names = {platform: release.archive(version, platform) for platform in release.PLATFORMS}
        digest = hashlib.sha256(content).hexdigest()
        self.files |= {f"/sdk/{name}": content for name in names.values()}
        self.files[f"/sdk/pulumi-{version}-checksums.txt"] = "".join(f"{digest}  {name}\n" for name in names.values()).encode()
        return dict.fromkeys(names, digest)


@pytest.fixture
def releases() -> Iterator[Releases]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append(self.path)
            content = there.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[:-1] if there.truncated else content)

        def do_CONNECT(self) -> None:
            self.send_error(403)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Releases(f"127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield there
    server.shutdown()
    server.server_close()
