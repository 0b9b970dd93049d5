"""What tests of several parts share: a real AWS emulator and the built tool functions, one of each for the whole session."""

import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest

from components.packaging.cache import Cache
from components.packaging.package import CACHE, ROOT, TOOLCHAINS
from components.packaging.source import Source
from components.packaging.target import Target, host_architecture
from components.sandbox import SOURCE as SANDBOX
from local.built_function import BuiltFunction, build_for_this_machine, declared, tool_folder
from local.environment import PULUMI_BIN
from local.errors import ToolchainError
from local.lambda_api import serving_sandbox
from local.pulumi_cli.find import find_or_build
from tests import scheduling, tiers
from tests.attacked import parts_of
from tests.environment import forget
from tests.real_model.install import install, refuse_without_compiler

pytest_plugins = ["tests.jsonata_judges"]

SECONDS_TO_START = 30


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="only tests that need Python alone and take no minutes: tests/tiers.py")


def pytest_configure() -> None:
    forget(os.environ)
    sys.dont_write_bytecode = False


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files that are left out aren't read either: what they import takes seconds."""
    path = os.path.relpath(collection_path, ROOT)
    return True if config.getoption("--fast") and tiers.needed_by_place(path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        item.user_properties += [("attack", part) for part in parts_of(item)]
    if config.getoption("--fast"):
        slow = [item for item in items if tiers.needed_by_fixtures(getattr(item, "fixturenames", ()))]
        config.hook.pytest_deselected(items=slow)
        left_out = set(slow)
        items[:] = [item for item in items if item not in left_out]
    scheduling.longest_first(items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if "real_model" in getattr(item, "fixturenames", ()):
        try:
            refuse_without_compiler()
        except ToolchainError:
            # Each by its name: the summary would count those that give the same reason.
            pytest.skip(f"{item.name} needs a C compiler")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, because many tests wait; and no more than the memory of a laptop holds."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> scheduling.Scheduling:
    # Else the units with most tests would come first.
    config.option.loadscopereorder = False
    return scheduling.Scheduling(config, log)


class EmulatorError(RuntimeError):
    """MiniStack didn't come up."""


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a MiniStack that listens on a free port of 127.0.0.1 and knows nothing of this process's environment."""
    folder = tmp_path_factory.mktemp("ministack")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        # Else it listens for IoT and SFTP as well, on fixed ports and on every interface.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen([sys.executable, "-m", "ministack"], env=environment, cwd=folder, stdout=output, stderr=output)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str, server: subprocess.Popen[bytes], log: Any) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_ministack/health", timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise EmulatorError(f"MiniStack didn't answer on {url} (exit code {server.poll()}). Its log:\n{log.read_text()[-2000:]}")


@pytest.fixture
def aws(ministack: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An environment in which boto3 talks to MiniStack; returns its URL."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", ministack)
    return ministack


@pytest.fixture
def bucket(aws: str) -> str:
    """A new, empty bucket."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    boto3.client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="session")
def pulumi_cli() -> str:
    """The Pulumi CLI that the laptop stack uses."""
    return str(find_or_build(PULUMI_BIN))


@pytest.fixture(scope="session")
def real_model() -> Path:
    """The Python of SmolLM2's environment, which is built where it isn't there: it takes minutes, and a C compiler."""
    return install()


@pytest.fixture(scope="session")
def laid_out() -> Iterator[Callable[[Source], Path]]:
    """Gives the folder of a function in Python, as the build lays out its package, with data and packages."""
    CACHE.mkdir(parents=True, exist_ok=True)
    # Beside the cache, on one file system: its files are linked, not copied.
    with tempfile.TemporaryDirectory(dir=CACHE.parent, prefix="tests-") as folder:

        @cache
        def lay_out(source: Source) -> Path:
            package = Path(folder, source.name)
            package.mkdir()
            TOOLCHAINS["python"].lay_out(source, Target("host", host_architecture()), Cache(CACHE), package)
            # At the end: what the package brings must not take the place of what the tests run with.
            sys.path.append(str(package))
            return package

        yield lay_out


@pytest.fixture(scope="session")
def tool_function(laid_out: Callable[[Source], Path]) -> Callable[[str], ModuleType]:
    """Gives the handler module of a folder of `lambda/tools`, from its package."""

    @cache
    def load(name: str) -> ModuleType:
        package = laid_out(Source(name, ROOT / "lambda" / "tools" / name, "python", needed_by="tests"))
        spec = importlib.util.spec_from_file_location(f"handler_of_{name}", package / "handler.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def sandbox_package(laid_out: Callable[[Source], Path]) -> Path:
    """The folder of the sandbox's package. Its package `interpreter` can be imported."""
    return laid_out(SANDBOX)


@pytest.fixture(scope="session")
def sandbox_variables(ministack: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables by which a tool calls the sandbox, which runs as Lambda runs it."""
    with serving_sandbox(tmp_path_factory.mktemp("sandbox"), ministack) as variables:
        yield variables


@pytest.fixture(scope="session")
def built_function(
    ministack: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[Path, str, Mapping[str, str]], BuiltFunction]]:
    """Builds a tool function's folder for this machine and runs it as Lambda does, with S3 by MiniStack.

    Takes the folder, a name for its package, and what its environment has beside Lambda's own; each is one process.
    """
    started: dict[tuple[Any, ...], BuiltFunction] = {}

    def start(folder: Path, name: str, environment: Mapping[str, str] = {}) -> BuiltFunction:
        which = (folder, name, *sorted(environment.items()))
        if which not in started:
            declaration = declared(folder)
            package = build_for_this_machine(name, folder, declaration["language"])
            unpacked = tmp_path_factory.mktemp(name)
            variables = {**environment, **(request.getfixturevalue("sandbox_variables") if declaration.get("sandbox") else {})}
            started[which] = BuiltFunction(package, unpacked, ministack, declaration["memory_mb"], variables)
        return started[which]

    yield start
    for function in started.values():
        function.close()


@pytest.fixture(scope="session")
def built_tool(built_function: Callable[..., BuiltFunction]) -> Callable[..., BuiltFunction]:
    """The same for a folder of `lambda/tools`, whatever its language: `built_tool("web-research", {"SETTING_GATEWAY": url})`."""
    return lambda name, environment={}: built_function(tool_folder(name), name, environment)


@pytest.fixture(scope="session")
def clustering_program() -> Path:
    """Build the example program of rust-clustering, which does without Lambda what the tool does."""
    compiled = ROOT / ".build" / "rust" / "algorithm"
    command = ["cargo", "build", "--release", "--locked", "--no-default-features", "--example", "cluster"]
    subprocess.run(command, cwd=tool_folder("rust-clustering"), env={**os.environ, "CARGO_TARGET_DIR": str(compiled)}, check=True)
    return compiled / "release" / "examples" / "cluster"
