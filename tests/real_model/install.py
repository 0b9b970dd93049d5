"""Makes SmolLM2's environment, `.build/smollm2`: llama.cpp built from its source, and the model's weights, all locked and hashed.

Takes minutes once; nothing when it was done before. Apart from the project's environment, which needs none of it.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from components.packaging.locks import refuse_known_bad
from local.errors import CommandFailedError, ToolchainError

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LOCK = HERE / "requirements.txt"
FOLDER = ROOT / ".build" / "smollm2"
SERVER = HERE / "server.py"

WITHOUT_COMMON = HERE / "without-common.cmake"

# As little as a small model on a processor needs. Not tuned to this very processor: what is built may be run on another one later.
OFF = ("GGML_NATIVE", "GGML_OPENMP", "GGML_CCACHE", "GGML_METAL", "GGML_BLAS", "LLAVA_BUILD")
CMAKE_ARGS = " ".join((*(f"-D{name}=OFF" for name in OFF), f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={shlex.quote(str(WITHOUT_COMMON))}"))
FROM_SOURCE = "llama-cpp-python"
"""The one package without a wheel. Nothing else is built."""
COMPILERS = {"CC": ("cc", "gcc", "clang"), "CXX": ("c++", "g++", "clang++")}

Say = Callable[[str], None]


def install(say: Say = print, folder: Path = FOLDER) -> Path:
    """Returns the environment's Python. Raises ToolchainError without a compiler, and CommandFailedError."""
    python, stamp = folder / "bin" / "python", folder / "installed"
    content = made_from()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if python.exists() and stamp.is_file() and stamp.read_text() == content:
            return python
        refuse_without_compiler()
        refuse_known_bad([LOCK])
        say("Building llama.cpp for SmolLM2, which takes some minutes once …")
        started = time.monotonic()
        uv = str(Path(sys.executable).with_name("uv"))
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        _run(
            [
                *(uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "--no-deps"),
                # Built with the locked build tools beside it, and not with newer ones that the build would fetch.
                *("--no-build-isolation-package", FROM_SOURCE, "--requirement", str(LOCK)),
                *("--only-binary", ":all:", "--no-binary", FROM_SOURCE),
            ],
            {"CMAKE_ARGS": CMAKE_ARGS},
        )
        stamp.write_text(content)
        say(f"  done in {time.monotonic() - started:.0f} s")
    return python


def made_from() -> str:
    """A digest of what the environment is made of."""
    return hashlib.sha256(LOCK.read_bytes() + WITHOUT_COMMON.read_bytes() + " ".join(OFF).encode()).hexdigest()


def refuse_without_compiler(which: Callable[[str], str | None] = shutil.which) -> None:
    for variable, names in COMPILERS.items():
        if not any(map(which, filter(None, (os.environ.get(variable), *names)))):
            raise ToolchainError(
                f"SmolLM2 runs on llama.cpp, which is built from its source, and there is no {' or '.join(names)} to do that.\n"
                "On Debian and Ubuntu: sudo apt-get install build-essential; on macOS: xcode-select --install; "
                "or use another model"
            )


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(f"`{' '.join(command)}` failed:\n{done.stderr.strip()[-4000:]}")
