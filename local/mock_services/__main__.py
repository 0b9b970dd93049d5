"""`python -m local.mock_services --port 4570` serves until it is interrupted or terminated."""

import argparse
import signal
import sys
import threading

from local.mock_services.server import MockServer


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.mock_services", description="Serve the mock services of the laptop.")
    parser.add_argument("--port", type=int, default=4570, help="on 127.0.0.1; 0 takes a free one (default: 4570)")
    port = parser.parse_args().port
    try:
        server = MockServer(port, log=say)
    except OSError as error:
        sys.exit(f"The mock services can't listen on 127.0.0.1:{port}: {error.strerror}. Choose another port with --port.")
    # shutdown() waits for serve_forever() to end, which this very thread runs.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    say(f"mock services on {server.url}")
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
