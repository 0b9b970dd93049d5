"""The gRPC server that connects Pulumi's engine and `Provider`.

Pulumi has such a server in `pulumi.provider.experimental`. It can't report a resource that was created but not finished. It doesn't
pass on the old inputs or the engine's name for a resource. It puts a Python traceback into every message. So this plugin has its
own server.
The protocol: https://www.pulumi.com/docs/iac/extending-pulumi/providers/implementers/.
"""

import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from .check import Failure
from .difference import Difference
from .errors import PartlyCreatedError, ProviderError
from .naming import Proposal
from .provider import Provider
from .wire import from_struct, to_struct

_MESSAGE_LIMIT = 400 * 1024 * 1024
"""Pulumi's own limit in bytes: https://github.com/pulumi/pulumi/blob/v3.255.0/sdk/go/common/util/rpcutil/serve.go."""

_THREADS = 32
"""Pulumi's engine asks for many resources at once, and each call waits for an emulator."""


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    def __init__(self, provider: Provider, version: str) -> None:
        self._provider = provider
        self._version = version

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return proto.PluginInfo(version=self._version)

    def CheckConfig(self, request: Any, context: Any) -> Any:
        with _errors(context):
            failures = self._provider.check_config(from_struct(request.news))
            return _check_response(from_struct(request.news), failures)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        # The endpoints say where the emulators listen, not which resources exist. So no change of them replaces anything. A change
        # has to be told all the same: otherwise Pulumi's engine goes on with the endpoints of the last deployment.
        changed = from_struct(request.news) != from_struct(request.olds)
        return proto.DiffResponse(changes=proto.DiffResponse.DIFF_SOME if changed else proto.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:
        with _errors(context):
            self._provider.configure(from_struct(request.args))
        return proto.ConfigureResponse(supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:
        with _errors(context):
            old, new = from_struct(request.olds), from_struct(request.news)
            token, name = _type_and_name(request.urn)
            inputs, failures = self._provider.check(token, name, old, new, _proposal(request))
            return _check_response(inputs, failures)

    def Diff(self, request: Any, context: Any) -> Any:
        with _errors(context):
            old, new = from_struct(request.old_inputs), from_struct(request.news)
            return _diff_response(self._provider.diff(_type_and_name(request.urn)[0], old, new))

    def Create(self, request: Any, context: Any) -> Any:
        with _errors(context):
            inputs = from_struct(request.properties)
            resource_id, outputs = self._provider.create(_type_and_name(request.urn)[0], inputs, request.preview)
            return proto.CreateResponse(id=resource_id, properties=to_struct(outputs))

    def Read(self, request: Any, context: Any) -> Any:
        with _errors(context):
            state, inputs = from_struct(request.properties), from_struct(request.inputs)
            found = self._provider.read(_type_and_name(request.urn)[0], request.id, state, inputs)
            if found is None:
                return proto.ReadResponse()
            return proto.ReadResponse(id=request.id, inputs=to_struct(found[0]), properties=to_struct(found[1]))

    def Update(self, request: Any, context: Any) -> Any:
        with _errors(context):
            state, old, new = (from_struct(one) for one in (request.olds, request.old_inputs, request.news))
            token = _type_and_name(request.urn)[0]
            outputs = self._provider.update(token, request.id, state, old, new, request.preview)
            return proto.UpdateResponse(properties=to_struct(outputs))

    def Delete(self, request: Any, context: Any) -> Any:
        with _errors(context):
            self._provider.delete(_type_and_name(request.urn)[0], request.id, from_struct(request.properties))
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        with _errors(context):
            answer = self._provider.invoke(request.tok, from_struct(request.args))
            fields: dict[str, Any] = {"return": to_struct(answer)}
            return proto.InvokeResponse(**fields)

    def Cancel(self, request: Any, context: Any) -> Any:
        # Each call to an emulator is short and has a time limit, so running calls end by themselves.
        return empty_pb2.Empty()


def serve(version: str) -> None:
    """Serve one plugin until Pulumi's engine ends the process. Print the port on standard output, where the engine reads it."""
    options = [("grpc.max_receive_message_length", _MESSAGE_LIMIT), ("grpc.max_send_message_length", _MESSAGE_LIMIT)]
    server = grpc.server(ThreadPoolExecutor(_THREADS), options=options)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(Provider(), version), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


def _type_and_name(urn: str) -> tuple[str, str]:
    """Split `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. A name may hold `::`."""
    types, name = urn.split("::", 3)[2:]
    return types.rsplit("$", 1)[-1], name


def _proposal(request: Any) -> Proposal:
    if not request.HasField("autonaming"):
        return Proposal(request.randomSeed)
    mode = proto.CheckRequest.AutonamingOptions.Mode.Name(request.autonaming.mode)
    return Proposal(request.randomSeed, request.autonaming.proposed_name, mode)


def _check_response(inputs: dict[str, Any], failures: list[Failure]) -> Any:
    found = [proto.CheckFailure(property=name, reason=reason) for name, reason in failures]
    return proto.CheckResponse(inputs=to_struct(inputs), failures=found)


def _diff_response(found: Difference) -> Any:
    kinds = proto.PropertyDiff.Kind
    some, none = proto.DiffResponse.DIFF_SOME, proto.DiffResponse.DIFF_NONE
    return proto.DiffResponse(
        changes=some if found.changed else none,
        diffs=found.changed,
        replaces=found.replaces,
        deleteBeforeReplace=found.delete_first,
        detailedDiff={path: proto.PropertyDiff(kind=kinds.Value(kind), inputDiff=True) for path, kind in found.detailed.items()},
        hasDetailedDiff=True,
    )


@contextmanager
def _errors(context: grpc.ServicerContext) -> Iterator[None]:
    """Send an error as its message alone. Any exception of another class is a defect: its traceback goes to the log of Pulumi's
    engine.
    """
    try:
        yield
    except PartlyCreatedError as error:
        _abort_partly_created(context, error)
    except ProviderError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        context.abort(grpc.StatusCode.INTERNAL, f"a defect of the laptop stack's AWS plugin: {type(error).__name__}: {error}")


def _abort_partly_created(context: grpc.ServicerContext, error: PartlyCreatedError) -> NoReturn:
    """Tell Pulumi's engine to keep the resource. Then the next `up` finishes it, and `destroy` finds it."""
    detail = provider_pb2.ErrorResourceInitFailed(id=error.resource_id, properties=to_struct(error.outputs), reasons=[str(error)])
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error))
    status.details.add().Pack(detail)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, str(error))
