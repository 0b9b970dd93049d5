"""Step Functions over HTTP, in the protocol of boto3's `stepfunctions` client.

python -m local.step_functions.server --port 4567 --folder …
"""

import argparse
import json
import os
import traceback
import uuid
from pathlib import Path
from typing import Any

from local.loopback_server import LoopbackServer, Received, Response, serve
from local.ports import Ports
from local.step_functions.api import Api
from local.step_functions.errors import ApiError, UnknownOperationExceptionError
from local.step_functions.iam import Iam

TARGET = "AWSStepFunctions."


class Server(LoopbackServer):
    """The HTTP server of Step Functions. Without `iam` everyone may call every operation."""

    NAME = "Step Functions"
    HEADERS = {"content-type": "application/x-amz-json-1.0"}  # noqa: RUF012

    def __init__(self, api: Api, port: int = 0, iam: Iam | None = None) -> None:
        self.api, self.iam = api, iam
        super().__init__(port)

    def answer(self, request: Received) -> Response:
        if request.method != "POST":
            return _response(404, {"message": "POST / is the Step Functions API; GET /healthz tells that it is up"})
        target = request.headers.get("x-amz-target", "")
        operation = target.removeprefix(TARGET)
        try:
            if operation == target:
                # MiniStack, which is asked whether the caller may do this, would take it for a request to another service.
                raise UnknownOperationExceptionError(f"the header X-Amz-Target is {target[:200]!r}: it begins with {TARGET}")
            if self.iam:
                self.iam.check_caller(request.headers, request.body)
            return _response(200, self.api.call(operation, json.loads(request.body or b"{}")))
        except ApiError as error:
            return _response(400, {"__type": error.type, "message": str(error)})
        except Exception as error:
            traceback.print_exc()
            return _response(500, {"__type": "InternalFailure", "message": f"{type(error).__name__}: {error}"})


def _response(status: int, body: dict[str, Any]) -> Response:
    # Escaped, so that half of a surrogate pair arrives unchanged.
    return Response(status, json.dumps(body), {"x-amzn-RequestId": str(uuid.uuid4())})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.step_functions.server", description=__doc__)
    parser.add_argument("--port", type=int, default=Ports().step_functions)
    parser.add_argument("--folder", type=Path, help="where state machines and executions are kept")
    options = parser.parse_args()
    iam = Iam(os.environ["AWS_ENDPOINT_URL"]) if "AWS_ENDPOINT_URL" in os.environ else None
    serve(
        Server(
            Api(
                folder=options.folder, check_role=iam.check_role if iam else None, check_waiting=iam.check_waiting if iam else None
            ),
            options.port,
            iam,
        )
    )


if __name__ == "__main__":
    main()
