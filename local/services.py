"""The services of the laptop stack: their commands, environments and health checks."""

import hashlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from agents.folders import IMPORTS, IS_OWN_PROJECT, PROJECT, ROOT, VARIABLE
from local.ports import HOST, Ports
from local.private_file import made_once

EMULATOR = ROOT / "local" / "emulator.py"
LOOPBACK_SERVER = ROOT / "local" / "loopback_server.py"
WEB_PAGES = ROOT / "local" / "web_pages.py"
STEP_FUNCTIONS = ROOT / "local" / "step_functions"

ALWAYS = ("ministack", "step-functions", "model")
"""The services that always run. The others run if a tool needs them."""

REGION = "us-east-1"
ACCESS_KEY = "test"
"""MiniStack takes this key for the root of account 000000000000, who may do everything. Its secret is each stack's own."""

# The variables that a function may see. The API keys of the person who started the stack must not be among them.
INHERITED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")

# The kinds of files that a service is made of.
CODE = (".py", ".js", ".json", ".csv")

# The seconds that an idle function stays warm. AWS promises no time, and a quarter of an hour is usual.
WARM_SECONDS = 900


@dataclass(frozen=True)
class Service:
    """One service and its process."""

    name: str
    port: int
    command: tuple[str, ...]
    environment: dict[str, str]
    health: str
    """The path that answers 200 as soon as the service can be used."""
    code: str
    """A digest of the service's code. A service that runs other code is restarted."""

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def is_healthy(self, seconds: float = 2) -> bool:
        """Return whether the service answers within so many seconds."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.url + self.health, timeout=seconds) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError, ValueError):
            return False


def services(folder: Path, ports: Ports, environment: Mapping[str, str] = os.environ) -> dict[str, Service]:
    """Return the services by name. MiniStack is first, because everything that is deployed lives in it."""
    clean = clean_environment(folder, ports, environment) | {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    # Their working folder is none of the project.
    ours = clean | {"PYTHONPATH": str(IMPORTS), VARIABLE: str(PROJECT)}
    return {
        service.name: service
        for service in (
            Service(
                name="ministack",
                port=ports.ministack,
                command=(sys.executable, "-P", str(EMULATOR)),
                environment=clean
                | {
                    "AUTH": "true",
                    "BIND_HOST": HOST,
                    "GATEWAY_PORT": str(ports.ministack),
                    "MINISTACK_HOST": HOST,
                    "MINISTACK_REGION": REGION,
                    "LAMBDA_WARM_TTL_SECONDS": str(WARM_SECONDS),
                    # MiniStack keeps its state in memory (see laptop.py). It writes some files all the same, and these two settings
                    # say where.
                    "STATE_DIR": str(folder / "ministack" / "state"),
                    "S3_DATA_DIR": str(folder / "ministack" / "s3"),
                    # Listeners of services that nobody here uses.
                    "SFTP_ENABLED": "0",
                    "IOT_MTLS_ENABLED": "0",
                },
                health="/_ministack/health",
                code=f"{digest(EMULATOR, WEB_PAGES)} {version('ministack')}",
            ),
            Service(
                name="step-functions",
                port=ports.step_functions,
                command=(
                    *_python(f"{__package__}.step_functions.server"),
                    "--port",
                    str(ports.step_functions),
                    "--folder",
                    str(folder / "step_functions"),
                ),
                environment=ours,
                health="/healthz",
                code=f"{digest(LOOPBACK_SERVER, WEB_PAGES, STEP_FUNCTIONS)} {version('moto')} {version('quickjs-ng')}",
            ),
            Service(
                name="model",
                port=ports.model,
                command=(*_python(f"{__package__}.scripted_model"), "--port", str(ports.model)),
                environment=ours,
                health="/healthz",
                code=digest(LOOPBACK_SERVER, WEB_PAGES, ROOT / "local" / "scripted_model", ROOT / "agents", *conversations()),
            ),
            Service(
                name="mock-services",
                port=ports.mock_services,
                command=(*_python(f"{__package__}.mock_services"), "--port", str(ports.mock_services)),
                environment=ours,
                health="/healthz",
                code=digest(LOOPBACK_SERVER, WEB_PAGES, ROOT / "local" / "mock_services"),
            ),
        )
    }


def _python(module: str) -> tuple[str, ...]:
    """Return the command that runs a module. `-P` keeps a file in the working folder from hiding one."""
    return sys.executable, "-P", "-m", module


def conversations() -> tuple[Path, ...]:
    """Return the folder with the scripted model's conversations of a person's own project, if it has one."""
    folder = PROJECT / "conversations"
    return (folder,) if IS_OWN_PROJECT and folder.is_dir() else ()


def digest(*code: Path) -> str:
    """Return a digest of Python files, and of folders with Python files and the data that they read. Dates don't count."""
    found = hashlib.sha256()
    for one in code:
        there = (path for path in sorted(one.rglob("*")) if path.suffix in CODE)
        for file in there if one.is_dir() else [one]:
            found.update(f"{file.relative_to(one)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def root_secret(folder: Path) -> str:
    """Return the secret of ACCESS_KEY in the stack of that folder."""
    return made_once(folder / "root-secret")


def aws_environment(folder: Path, ports: Ports) -> dict[str, str]:
    """Return the variables that send any AWS client to the laptop stack, as its root."""
    return {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": root_secret(folder),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": f"http://{HOST}:{ports.ministack}",
        "AWS_ENDPOINT_URL_SFN": f"http://{HOST}:{ports.step_functions}",
    }


def clean_environment(folder: Path, ports: Ports, environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: environment[name] for name in (*INHERITED, *PROXIES) if name in environment}
    if any(name in kept for name in PROXIES):
        # The emulators are on this machine, so no proxy may carry their traffic.
        beside = ",".join(filter(None, (environment.get("NO_PROXY") or environment.get("no_proxy"), HOST, "localhost")))
        kept |= {"NO_PROXY": beside, "no_proxy": beside}
    return kept | aws_environment(folder, ports) | {"PYTHONUNBUFFERED": "1"}
