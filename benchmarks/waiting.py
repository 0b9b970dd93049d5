"""How long the LLM caller takes with the memory and the CPU that Lambda gives it, and what it costs while the model thinks.

Three starts are measured, each in a process of its own within its share:
- cold: import, as in Lambda's init phase, and then the first call. It reads its API key from Secrets Manager.
- restored: the first call of a process that was imported and rehearsed before. An instance from a snapshot has to do the same.
  Lambda loads its memory first, and that isn't measured: only AWS has it.
- warm: later calls.

Each figure is the least of all rounds, because the processes of others can only add to it.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.lambda_share import JOIN, PROCESSOR_MB, lambda_share
from components.packaging.target import interpreter
from components.settings.llm_settings import MEMORY_MB

ROUNDS = 5
SHARES = (256, 512, 1024, PROCESSOR_MB)
CLIENTS = ("litellm", "native")
MODEL = "anthropic/claude-sonnet-4-5"
MODEL_SECONDS = 10
"""The time that a model thinks, in the comparison of costs."""

_PROCESS = f"""
import json, os, time
class Context: get_remaining_time_in_millis = staticmethod(lambda: 300_000)
SMALL = {{"messages": [{{"role": "user", "content": "How many?"}}]}}
# A megabyte, which is more than a model's context of 200,000 tokens.
LARGE = {{"messages": [{{"role": ("user", "assistant")[at % 2], "content": "word " * 2000}} for at in range(101)]}}
def join(files):
    os.environ["JOIN"] = files
    {JOIN}
def timed(do, *arguments):
    wall, cpu = time.monotonic(), time.process_time()
    do(*arguments)
    return time.monotonic() - wall, time.process_time() - cpu
def start():
    global handler
    import handler
def call(event):
    handler.handler(event, Context)
def peak_mb():
    [line] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
"""
_COLD = """
join(os.environ["JOIN"])
init, first = timed(start), timed(call, SMALL)
warm = [timed(call, SMALL) for _ in range(10)]
large = timed(call, LARGE)
print(json.dumps({"init": init, "first": first, "warm": min(warm), "large": large, "peak_mb": peak_mb()}))
"""
_RESTORED = """
from call_llm import config, priming
start()
priming._rehearse(config.read(os.environ))
for files in os.environ["JOIN"].split(" "):
    child = os.fork()
    if child == 0:
        join(files)
        print(json.dumps(timed(call, SMALL)), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


class _SecretsManager(BaseHTTPRequestHandler):
    """Gives an API key to everyone."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"SecretString": "k"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def measure_waiting(package: Path, provider_url: str, alone: dict[str, str]) -> list[Figure]:
    """Return the figures, or none on a machine that gives no shares.

    package: the caller's package, unpacked.
    provider_url: the server of the model APIs.
    alone: variables that keep LiteLLM from the network.
    """
    with ExitStack() as stack:
        try:
            joins = {memory: stack.enter_context(lambda_share(memory)) for memory in SHARES}
        except OSError as error:
            print(
                f"   no figures of the memory, because this machine gives no shares (Linux as root does): {error}", file=sys.stderr
            )
            return []
        secrets_url = stack.enter_context(_serving())
        found: dict[str, dict[str, list[Any]]] = {client: {} for client in CLIENTS}
        for number in range(ROUNDS):
            for client in CLIENTS:
                print(f"   round {number + 1} of {ROUNDS}: shares of Lambda, client {client}", file=sys.stderr)
                environment = alone | _environment(package, provider_url, secrets_url, client)
                for memory, join in joins.items():
                    [line] = _run(_COLD, environment | {"JOIN": join})
                    for name, value in json.loads(line).items():
                        found[client].setdefault(f"{memory} {name}", []).append(value)
                lines = _run(_RESTORED, environment | {"JOIN": " ".join(joins.values())})
                for memory, line in zip(joins, lines, strict=True):
                    found[client].setdefault(f"{memory} restored", []).append(json.loads(line))
    return [figure for client in CLIENTS for figure in _figures(client, found[client])]


def _figures(client: str, found: dict[str, list[Any]]) -> Iterator[Figure]:
    what = f"the caller with client: {client}"
    least = {name: min(value[0] for value in values) for name, values in found.items() if "peak" not in name}
    cpu = {name: min(value[1] for value in values) for name, values in found.items() if "peak" not in name}
    peak = max(max(values) for name, values in found.items() if "peak" in name)
    chosen = MEMORY_MB[client]
    costs = {memory: memory * (MODEL_SECONDS + least[f"{memory} warm"]) for memory in SHARES}
    yield Figure(
        f"{client}_waiting_ratio",
        round(costs[chosen] / costs[PROCESSOR_MB], 3),
        "ratio",
        f"{what}: memory × time of a warm call of a model that thinks {MODEL_SECONDS} s, with {chosen} MB to {PROCESSOR_MB:,} MB",
    )
    yield Figure(f"{client}_peak_mb", round(peak), "MiB", f"{what}: the most memory of its process, after a conversation of 1 MB")
    yield Figure(f"{client}_init_cpu_seconds", round(cpu[f"{PROCESSOR_MB} init"], 2), "s", f"{what}: CPU time of the init phase")
    for memory in SHARES:
        share = f"{what}, {memory:,} MB, {memory / PROCESSOR_MB:.3g} of a processor"
        for name, words in (
            ("init", "the init phase, for which Lambda gives 10 s"),
            ("first", "the first call after it, with its key"),
            ("restored", "the first call of a process that was rehearsed, with its key"),
            ("warm", "a later call of a model that takes no time"),
            ("large", "a later call with a conversation of 1 MB"),
        ):
            yield Figure(f"{client}_{memory}_{name}_seconds", round(least[f"{memory} {name}"], 3), "s", f"{share}: {words}")


def _environment(package: Path, provider_url: str, secrets_url: str, client: str) -> dict[str, str]:
    arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:key"
    target = {"model": MODEL, "client": client, "secret_arn": arn, "api_base": f"{provider_url}/anthropic"}
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(package),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LLM_CONFIG": json.dumps({"targets": [target]}),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": secrets_url,
    }


def _run(code: str, environment: dict[str, str]) -> list[str]:
    """Run a program and return the JSON lines that it prints. The caller's own log lines are left out."""
    command = [interpreter(), "-S", "-c", _PROCESS + code]
    done = subprocess.run(command, env=environment, cwd="/", stdout=subprocess.PIPE, text=True, check=True)
    return [line for line in done.stdout.splitlines() if not line.startswith('{"event"')]


@contextmanager
def _serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SecretsManager)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
