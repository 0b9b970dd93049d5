"""`python -m tests.real_model --port 4580` installs SmolLM2 if it isn't there, and serves it until it is interrupted."""

import argparse
import os
import sys

from local.errors import LaptopError
from tests.real_model.install import SERVER, install


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.real_model", description="Serve SmolLM2, as OpenAI's API does.")
    parser.add_argument("--port", type=int, default=4580, help="on 127.0.0.1 (default: 4580)")
    port = parser.parse_args().port
    try:
        python = install()
    except LaptopError as error:
        sys.exit(f"error: {error}")
    print(f"SmolLM2 on http://127.0.0.1:{port}/v1", flush=True)
    # In its own environment, without the keys of the person who starts it.
    os.execve(python, [str(python), str(SERVER), "--port", str(port)], {})


if __name__ == "__main__":
    main()
