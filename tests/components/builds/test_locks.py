"""What is locked can be had for AWS: a wheel for each package, for Lambda's Python, on both of its architectures."""

import subprocess
import sys

import pytest
from uv import find_uv_bin

from components.builds.package import ROOT
from components.builds.python import PLATFORMS
from components.builds.target import PYTHON_IN_AWS

# Those of the host bring what AWS's runtime has; those of prepare.py run on the machine that builds.
LOCKS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "lambda").rglob("requirements.txt"))


def test_the_locks_are_those_of_the_caller_the_interpreter_and_the_toolkit():
    assert LOCKS == [
        "lambda/call-llm/requirements.txt",
        "lambda/toolkit/python/requirements.txt",
        "lambda/tools/code-interpreter/requirements.txt",
    ]


@pytest.mark.parametrize("architecture", PLATFORMS)
@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_wheel_for_lambda(lock, architecture, tmp_path):
    options = ("--dry-run", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--target", str(tmp_path))
    machine = ("--python", sys.executable, "--python-platform", PLATFORMS[architecture], "--python-version", PYTHON_IN_AWS)
    done = subprocess.run(
        [find_uv_bin(), "pip", "install", *options, *machine, "-r", lock], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Would install" in done.stderr
