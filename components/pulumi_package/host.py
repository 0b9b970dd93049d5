"""Serves the components to Pulumi's engine.

The components check their args themselves, in the spelling of each language. So they get what the engine sends. An error of a
person's is shown as its message, without a Python traceback.

Components are made in the main thread, and a build may take minutes there. The engine is answered in another one, so that its word
of a Ctrl-C ends a build at once.
"""

import argparse
import asyncio
import contextlib
import io
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import grpc.aio
import pulumi
from google.protobuf import empty_pb2
from pulumi.errors import InputPropertiesError
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.provider import ConstructResult
from pulumi.provider.server import ProviderServicer
from pulumi.runtime import proto
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2_grpc

from agents.errors import DeclarationError
from components.packaging.errors import BuildError
from components.pulumi_package import NAME, VERSION
from components.pulumi_package.schema import COMPONENTS, published

OF_A_PERSON = (pulumi.RunError, DeclarationError, BuildError)
"""The errors whose messages say all that a person needs."""

CANCELLED = "the deployment was cancelled"

# Args and outputs may hold whole system prompts and schemas.
_OPTIONS = [("grpc.max_receive_message_length", 400 * 1024 * 1024), ("grpc.max_send_message_length", 400 * 1024 * 1024)]


class Components(ComponentProvider):
    """The components and their schema."""

    def __init__(self) -> None:
        super().__init__(list(COMPONENTS), NAME, version=VERSION)
        assert self.schema
        self.schema = json.dumps(published(json.loads(self.schema)))

    def construct(
        self, name: str, resource_type: str, inputs: Any, options: pulumi.ResourceOptions | None = None
    ) -> ConstructResult:
        self.validate_resource_type(NAME, resource_type)
        component = resource_type.rpartition(":")[2]
        if component not in self._components:
            raise InputPropertiesError(f"there is no component {component}. Allowed: {', '.join(self._components)}")
        # Each component's constructor takes its own args.
        made: Any = self._components[component](name, inputs, options)  # type: ignore[arg-type]
        return ConstructResult(made.urn, self.get_state(made, self._component_defs[component]))


class Servicer(ProviderServicer):
    """Answers the engine, and has components made in the loop of the main thread."""

    def __init__(self, components: Components, engine: str, main: asyncio.AbstractEventLoop) -> None:
        super().__init__(components, sys.argv[1:], engine)
        self._main = main
        self._running = 0

    async def Construct(self, request: proto.ConstructRequest, context: Any) -> proto.ConstructResponse:
        self._running += 1
        try:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._construct(request, context), self._main))
        except KeyboardInterrupt:
            await context.abort(grpc.StatusCode.CANCELLED, CANCELLED)
            raise
        except Exception as error:
            found = next((each for each in _with_causes(error) if isinstance(each, OF_A_PERSON)), None)
            if found is None:
                raise RuntimeError("".join(traceback.format_exception(error))) from error
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(found))
            raise
        finally:
            self._running -= 1

    async def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:
        if self._running:
            # It ends what the main thread does, a build most likely, and not the process.
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
        return empty_pb2.Empty()


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and those from which it came: one of an Output is raised again when the Output is read."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class _Told(io.TextIOBase):
    """Shows the printed lines to the person, by the engine: builds say what they do."""

    def __init__(self, engine: str) -> None:
        self._engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(engine))

    def write(self, text: str) -> int:
        if line := text.rstrip():
            # The engine may have ended already.
            with contextlib.suppress(grpc.RpcError):
                self._engine.Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message=line))
        return len(text)


class _CancelledError(KeyboardInterrupt):
    """The engine has said that the deployment is cancelled."""


def serve() -> None:
    """Answer the engine until it ends this process."""
    arguments = argparse.ArgumentParser(prog=f"pulumi-resource-{NAME}", description="Started by Pulumi's engine.")
    arguments.add_argument("engine", help="the engine's address")
    engine = arguments.parse_known_args()[0].engine

    def cancel(*_: object) -> None:
        raise _CancelledError(CANCELLED)

    signal.signal(signal.SIGUSR1, cancel)
    main = asyncio.new_event_loop()
    servicer = Servicer(Components(), engine, main)
    threading.Thread(target=lambda: asyncio.run(_answer(servicer, engine)), daemon=True).start()
    while True:
        try:
            main.run_forever()
        except _CancelledError:
            # The construction has ended with it. The engine still asks for the rest.
            continue
        except KeyboardInterrupt:
            # So the engine ends its plugins. Nothing is left to be done.
            os._exit(0)


async def _answer(servicer: Servicer, engine: str) -> None:
    server = grpc.aio.server(options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    with contextlib.redirect_stdout(_Told(engine)):
        await server.wait_for_termination()
