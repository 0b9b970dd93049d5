"""Lambda's Invoke for functions that run as processes of this machine: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html

A tool that is called without a stack finds the sandbox here. Nobody's signature is checked. The address is known to the tool alone,
and the server ends with the call.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from components import sandbox
from components.packaging.cache import Cache
from components.packaging.package import CACHE, build
from components.packaging.target import Target, host_architecture
from local.built_function import REGION, BuiltFunction
from local.laptop import Say
from local.loopback_server import LoopbackServer, Received, Response

_INVOKE = re.compile(r"/2015-03-31/functions/(.+)/invocations")
SANDBOX_ARN = f"arn:aws:lambda:{REGION}:000000000000:function:{sandbox.NAME}"
# No call of a tool takes longer.
SECONDS = 900.0


class LambdaApi(LoopbackServer):
    """Invokes functions by their ARNs, each one call after another."""

    NAME: ClassVar[str] = "Lambda API"

    def __init__(self, functions: Mapping[str, BuiltFunction]) -> None:
        super().__init__()
        self._functions = functions
        self._one_at_a_time = {arn: threading.Lock() for arn in functions}

    def answer(self, request: Received) -> Response:
        found = _INVOKE.fullmatch(request.path)
        arn = unquote(found[1]) if found and request.method == "POST" else ""
        if arn not in self._functions:
            there = ", ".join(self._functions) or "none"
            code = "ResourceNotFoundException"
            return Response(404, {"Message": f"Function not found: {arn}. There are: {there}"}, {"x-amzn-errortype": code})
        with self._one_at_a_time[arn]:
            answer = self._functions[arn].invoke(json.loads(request.body or b"{}"))
        if error := answer.error:
            said = {"errorType": error.type, "errorMessage": error.message, "stackTrace": list(error.trace)}
            return Response(200, said, {"x-amz-function-error": "Unhandled"})
        return Response(200, answer.result)


@contextmanager
def serving_sandbox(folder: Path, endpoint_url: str, say: Say = print) -> Iterator[dict[str, str]]:
    """Build the sandbox if it isn't built, and serve it. Give the variables by which a tool's function finds it.

    folder: an empty folder.
    endpoint_url: the URL of S3, whose presigned URLs the sandbox opens.

    Raises BuildError.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    package = build(sandbox.SOURCE, Target("host", host_architecture()), Cache(CACHE, say))
    function = BuiltFunction(package, folder, endpoint_url, sandbox.MEMORY_MB, {}, SECONDS)
    try:
        with LambdaApi({SANDBOX_ARN: function}).serving() as api:
            yield {"SANDBOX_ARN": SANDBOX_ARN, "AWS_ENDPOINT_URL_LAMBDA": api.url}
    finally:
        function.close()
