"""How quick the LLM caller starts, against LiteLLM as pip installs it and against the SDKs of Anthropic and OpenAI alone.

Everything runs in one place: each round starts each contender once, a process for the import and a process for a first call to a
server on this machine. A ratio is the median of the rounds' own ratios, so a machine that changes its pace changes it little.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.waiting import measure_waiting
from components.llm_caller import SOURCE
from components.packaging import uv
from components.packaging.cache import Cache
from components.packaging.package import CACHE, ROOT, build
from components.packaging.target import Target, host_architecture, interpreter
from components.packaging.zip import write_zip
from tests.providers.server import ProviderServer

ROUNDS = 5
ANTHROPIC, OPENAI = "claude-sonnet-4-5", "gpt-4o"
QUESTION = [{"role": "user", "content": "How many?"}]
# Else LiteLLM fetches its price map from the network when it is imported.
ALONE = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True", "LITELLM_MODE": "PRODUCTION"}

_HANDLER = f"""
import handler
class Context: get_remaining_time_in_millis = staticmethod(lambda: 300_000)
handler.handler({{"messages": {QUESTION}}}, Context)
"""
_LITELLM = f"""
import litellm
base = URL + "/anthropic"
litellm.completion(model="anthropic/{ANTHROPIC}", messages={QUESTION}, max_tokens=99, api_base=base, api_key="k", max_retries=0)
"""
_ANTHROPIC = f"""
import anthropic
client = anthropic.Anthropic(api_key="k", base_url=URL + "/anthropic", max_retries=0)
client.messages.create(model="{ANTHROPIC}", messages={QUESTION}, max_tokens=99)
"""
_OPENAI = f"""
import openai
client = openai.OpenAI(api_key="k", base_url=URL + "/openai/v1", max_retries=0)
client.chat.completions.create(model="{OPENAI}", messages={QUESTION}, max_completion_tokens=99)
"""
# On Linux, where resident memory can be read without a package.
_FIRST_CALL = """
import os, time
URL = os.environ["URL"]
{call}
seconds = time.time() - float(os.environ["STARTED"])
pages = int(open("/proc/self/statm").read().split()[1])
print(seconds, pages * os.sysconf("SC_PAGE_SIZE"))
"""


@dataclass
class Contender:
    name: str
    what: str
    folder: Path
    imports: str
    call: str
    target: dict[str, str] = field(default_factory=dict)
    """In LLM_CONFIG, for the package."""
    cpu: list[float] = field(default_factory=list)
    first_call: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    zipped: int = 0

    def race(self, url: str) -> None:
        """One round: CPU seconds of the import; seconds to the first answer, and bytes of memory after it."""
        before = os.times()
        self._run(f"import {self.imports}", url)
        after = os.times()
        self.cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)
        seconds, memory = map(float, self._run(_FIRST_CALL.format(call=self.call), url).splitlines()[-1].split())
        self.first_call.append(seconds)
        self.memory.append(memory)

    def _run(self, code: str, url: str) -> str:
        targets = [{**self.target, "api_base": url + "/" + self.target["model"].partition("/")[0]}] if self.target else []
        environment = {
            **ALONE,
            "PATH": os.defpath,
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LLM_CONFIG": json.dumps({"targets": targets}),
            "URL": url,
            "STARTED": str(time.time()),
        }
        done = subprocess.run(
            [interpreter(), "-S", "-c", code], env=environment, cwd="/", capture_output=True, text=True, check=True
        )
        return done.stdout


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as scratch, ProviderServer().serving() as server:
        contenders = _contenders(Path(scratch))
        for number in range(ROUNDS):
            for contender in contenders:
                print(f"   round {number + 1} of {ROUNDS}: {contender.name}", file=sys.stderr)
                contender.race(server.url)
        waiting = measure_waiting(contenders[1].folder, server.url, ALONE)
    stock, package, native, *_ = contenders
    zips = f"zip, with bytecode: {package.what}, to LiteLLM as pip installs it, without"
    return [
        Figure("zip_ratio", round(package.zipped / stock.zipped, 3), "ratio", zips),
        *_goals(stock, package),
        *_goals(stock, native, "native_"),
        *[figure for each in contenders for figure in _figures(each)],
        *waiting,
    ]


def _goals(stock: Contender, package: Contender, prefix: str = "") -> list[Figure]:
    to = f"{package.what}, to LiteLLM as pip installs it"
    return [
        Figure(f"{prefix}import_cpu_ratio", _ratio(package.cpu, stock.cpu), "ratio", f"CPU time of importing: {to}"),
        Figure(f"{prefix}first_call_ratio", _ratio(package.first_call, stock.first_call), "ratio", f"time to a first answer: {to}"),
        Figure(
            f"{prefix}memory_ratio", _ratio(package.memory, stock.memory), "ratio", f"resident memory after the first call: {to}"
        ),
    ]


def _figures(contender: Contender) -> list[Figure]:
    name, what = contender.name, contender.what
    return [
        Figure(f"{name}_zip_mb", round(contender.zipped / 1e6, 1), "MB", f"{what}: zipped"),
        Figure(f"{name}_import_cpu_seconds", round(statistics.median(contender.cpu), 2), "s", f"{what}: imported, CPU time"),
        Figure(
            f"{name}_first_call_seconds", round(statistics.median(contender.first_call), 2), "s", f"{what}: start to first answer"
        ),
        Figure(f"{name}_memory_mb", round(statistics.median(contender.memory) / 1e6), "MB", f"{what}: memory after the first call"),
    ]


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return round(statistics.median(our / their for our, their in zip(ours, theirs, strict=True)), 3)


def _contenders(scratch: Path) -> list[Contender]:
    """LiteLLM, the package and the package with the other client come first. The SDKs are also shown at their best, compiled."""
    built = build(SOURCE, Target("host", host_architecture()), Cache(CACHE, lambda text: print(f"   {text}", file=sys.stderr)))
    package = scratch / "package"
    with zipfile.ZipFile(built.path) as archive:
        archive.extractall(package)
    clients, stock = "call_llm.clients.", "as pip installs it"
    own = {"model": f"anthropic/{ANTHROPIC}"}
    contenders = [
        Contender("litellm", f"LiteLLM {stock}", _installed(scratch, "litellm"), "litellm", _LITELLM),
        Contender("package", "the caller's package", package, f"{clients}litellm_sdk", _HANDLER, own),
        Contender(
            "native", "the same with client: native", package, f"{clients}anthropic_sdk", _HANDLER, {**own, "client": "native"}
        ),
        Contender("anthropic", f"Anthropic's SDK {stock}", _installed(scratch, "anthropic"), "anthropic", _ANTHROPIC),
        Contender("openai", f"OpenAI's SDK {stock}", _installed(scratch, "openai"), "openai", _OPENAI),
    ]
    for name in ("anthropic", "openai"):
        [plain] = [each for each in contenders if each.name == name]
        compiled = _compiled(plain.folder)
        contenders.append(Contender(f"{name}_compiled", f"{plain.what}, with bytecode", compiled, plain.imports, plain.call))
    for contender in contenders:
        contender.zipped = built.path.stat().st_size if contender.folder == package else _zip_size(contender.folder)
    return contenders


def _installed(scratch: Path, name: str) -> Path:
    """The library and what it needs, in the versions of the caller's lock."""
    folder = scratch / name
    command = [uv.find_uv(SOURCE), "pip", "install", "--quiet", "--only-binary", ":all:", "--target", str(folder), name]
    command += ["--python", sys.executable, "--constraints", str(SOURCE.folder / "requirements.txt")]
    subprocess.run([*command, "--overrides", str(ROOT / "requirements-overrides.txt")], check=True)
    return folder


def _compiled(folder: Path) -> Path:
    copy = folder.with_name(f"{folder.name}_compiled")
    subprocess.run(["cp", "-a", folder, copy], check=True)
    subprocess.run([interpreter(), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", copy], check=False)
    return copy


def _zip_size(folder: Path) -> int:
    path = folder.with_suffix(".zip")
    write_zip(folder, path)
    return path.stat().st_size
