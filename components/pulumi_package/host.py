"""Serves the components to Pulumi's engine.

The components check their args themselves, in the spelling of each language. So they get what the engine sends. An error of a
person's is shown as its message, without a Python traceback.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import grpc.aio
import pulumi
from pulumi.errors import InputPropertiesError
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.provider import ConstructResult
from pulumi.provider.server import ProviderServicer
from pulumi.runtime import proto
from pulumi.runtime.proto import provider_pb2_grpc

from agents.errors import DeclarationError
from components.packaging.errors import BuildError
from components.pulumi_package import NAME, VERSION
from components.pulumi_package.schema import COMPONENTS, published

OF_A_PERSON = (pulumi.RunError, DeclarationError, BuildError)
"""The errors whose messages say all that a person needs."""

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
    """Answers the engine."""

    async def Construct(self, request: proto.ConstructRequest, context: Any) -> proto.ConstructResponse:
        try:
            return await self._construct(request, context)
        except Exception as error:
            found = next((each for each in _with_causes(error) if isinstance(each, OF_A_PERSON)), None)
            if found is None:
                raise RuntimeError("".join(traceback.format_exception(error))) from error
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(found))
            raise


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and those from which it came: one of an Output is raised again when the Output is read."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def serve() -> None:
    """Answer the engine until it ends this process."""
    arguments = argparse.ArgumentParser(prog=f"pulumi-resource-{NAME}", description="Started by Pulumi's engine.")
    arguments.add_argument("engine", help="the engine's address")
    engine = arguments.parse_known_args()[0].engine
    # The engine ends this process by SIGINT.
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(engine))


async def _serve(engine: str) -> None:
    server = grpc.aio.server(options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(Components(), sys.argv[1:], engine), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()
