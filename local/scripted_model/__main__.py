"""`python -m local.scripted_model --port 4568` serves until it is interrupted or terminated."""

import argparse
import signal
import sys
import threading

from local.scripted_model.answers import respond
from local.scripted_model.server import ModelServer


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.scripted_model", description="A model that follows a script.")
    parser.add_argument("--port", type=int, default=4568, help="on 127.0.0.1; 0 takes a free one (default: 4568)")
    port = parser.parse_args().port
    try:
        server = ModelServer(port, respond, say)
    except OSError as error:
        sys.exit(f"The scripted model can't listen on 127.0.0.1:{port}: {error.strerror}. Choose another port with --port.")
    # shutdown() waits for serve_forever() to end, which this very thread runs.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    say(f"scripted model on {server.url}")
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
