"""The engine over HTTP, in the protocol that boto3's `stepfunctions` client speaks: `python -m local.step_functions.server
--port 4567 --folder …`.
"""

import argparse
import json
import os
import sys
import traceback
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from local.step_functions.api import Api
from local.step_functions.errors import ApiError
from local.step_functions.iam import Iam

TARGET = "AWSStepFunctions."


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    # Header and body in one packet: in two, each answer waits 40 ms for the acknowledgement of the first.
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._answer(200, {"status": "ok"})
        else:
            self._answer(404, {"message": "POST / is the Step Functions API; GET /healthz tells that it is up"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        operation = (self.headers.get("X-Amz-Target") or "").removeprefix(TARGET)
        try:
            if self.server.iam:
                self.server.iam.check_caller(self.headers, body)
            self._answer(200, self.server.api.call(operation, json.loads(body or b"{}")))
        except ApiError as error:
            self._answer(400, {"__type": error.type, "message": str(error)})
        except Exception as error:
            traceback.print_exc()
            self._answer(500, {"__type": "InternalFailure", "message": f"{type(error).__name__}: {error}"})

    def _answer(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Port 0 takes a free one, which is then in `server_port`. Without `iam` everyone may call everything."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, api: Api, port: int = 0, iam: Iam | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.api = api
        self.iam = iam


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m local.step_functions.server", description=__doc__)
    parser.add_argument("--port", type=int, default=4567)
    parser.add_argument("--folder", type=Path, help="where state machines and executions are kept")
    options = parser.parse_args(arguments)
    iam = Iam(os.environ["AWS_ENDPOINT_URL"]) if "AWS_ENDPOINT_URL" in os.environ else None
    server = Server(Api(folder=options.folder, check_role=iam.check_role if iam else None), options.port, iam)
    print(f"Step Functions engine on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
