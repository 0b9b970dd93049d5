"""The component package as the engine sees it."""

import asyncio
import contextlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
from pulumi.errors import InputPropertiesError
from pulumi.runtime import proto
from pulumi.runtime.proto import provider_pb2_grpc

from agents.errors import DeclarationError
from agents.folders import ROOT
from components.packaging.errors import BuildError
from components.plain_args import ArgsError
from components.pulumi_package.host import Components, Servicer
from components.pulumi_package.schema import COMPONENTS, FILE


class Aborted(Exception):
    """gRPC's end of a call that was aborted."""


class Call:
    """What gRPC gives with a request."""

    async def abort(self, code: grpc.StatusCode, details: str) -> None:
        raise Aborted(code, details)


def answer(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Exception:
    """Return how a construction ends that this error ends."""

    async def construct(*_: object) -> None:
        raise error

    monkeypatch.setattr(Servicer, "_construct", construct)
    main = asyncio.new_event_loop()

    def ask() -> Exception:
        try:
            asyncio.run(Servicer(Components(), "127.0.0.1:1", main).Construct(proto.ConstructRequest(), Call()))
        except Exception as ended:
            return ended
        raise AssertionError("the construction went well")

    with ThreadPoolExecutor() as others:
        ended = others.submit(ask)
        ended.add_done_callback(lambda _: main.call_soon_threadsafe(main.stop))
        while not ended.done():
            with contextlib.suppress(KeyboardInterrupt):
                main.run_forever()
        return ended.result()


@pytest.mark.parametrize("kind", [ArgsError, DeclarationError, BuildError])
def test_an_error_of_a_persons_is_its_message(monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    found = answer(monkeypatch, kind("Agent 'sql' is given wrong args:\n- tools is missing"))
    assert found.args == (grpc.StatusCode.INVALID_ARGUMENT, "Agent 'sql' is given wrong args:\n- tools is missing")


def test_so_is_one_that_comes_when_an_output_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    late = ValueError("While processing input: 'outputs'")
    late.__cause__ = ArgsError("Agent 'sql' is given wrong args:\n- tools is missing")
    assert answer(monkeypatch, late).args[1] == "Agent 'sql' is given wrong args:\n- tools is missing"


def test_a_fault_of_the_components_keeps_its_place_in_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = str(answer(monkeypatch, KeyError("a fault")))
    assert "test_host.py" in shown
    assert shown.endswith("KeyError: 'a fault'\n")


def test_a_build_that_ends_because_the_deployment_is_cancelled_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    found = answer(monkeypatch, KeyboardInterrupt())
    assert found.args == (grpc.StatusCode.CANCELLED, "the deployment was cancelled")


def test_a_component_that_is_not_there_is_refused_with_those_that_are() -> None:
    allowed = ", ".join(each.__name__ for each in COMPONENTS)
    with pytest.raises(InputPropertiesError, match=rf"there is no component Agnet\. Allowed: {allowed}"):
        Components().construct("x", "step-functions-agents:index:Agnet", {})


@pytest.mark.parametrize("command", [["-m", "components.pulumi_package"], [str(FILE.parent)]])
def test_the_program_says_its_port_and_serves_the_schema(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: mine\nruntime: yaml\n")
    variables = {"PYTHONPATH": str(ROOT)} if command[0] == "-m" else {}
    with subprocess.Popen(
        [sys.executable, "-P", *command, "127.0.0.1:1"], cwd=tmp_path, env=variables, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
                served: Any = provider_pb2_grpc.ResourceProviderStub(channel).GetSchema(proto.GetSchemaRequest())
            assert json.loads(served.schema) == json.loads(Components().schema or "")
        finally:
            process.terminate()
