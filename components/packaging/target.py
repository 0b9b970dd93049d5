"""The target of a build: the machine and the runtime that a package is for."""

import platform
import sys
from dataclasses import dataclass
from typing import Literal

from components.packaging.errors import BuildError

Architecture = Literal["arm64", "x86_64"]
Packaging = Literal["aws", "host"]

# The newest Python that AWS manages on Amazon Linux 2023; its glibc is 2.34, so wheels for manylinux_2_28 run on it.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
PYTHON_IN_AWS = "3.13"

_MACHINES: dict[str, Architecture] = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Target:
    """The place where a function will run."""

    packaging: Packaging
    """`aws`: one of AWS's managed runtimes. `host`: this machine's own interpreters, as a custom runtime for the laptop stack."""
    architecture: Architecture

    @property
    def python(self) -> str:
        """Return the version of the Python that will run the function, like `3.13`."""
        return PYTHON_IN_AWS if self.packaging == "aws" else running_python()

    def __str__(self) -> str:
        return f"{'AWS' if self.packaging == 'aws' else 'this machine'}, {self.architecture}"


@dataclass(frozen=True)
class Runtime:
    """The runtime and the handler by which Lambda starts a function."""

    name: str
    """Lambda's identifier, like `python3.13` or `provided.al2023`."""
    handler: str


def running_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def interpreter() -> str:
    """Return the Python beneath a virtual environment.

    The environment's own Python would offer the environment's packages to the code that it runs.
    """
    return str(getattr(sys, "_base_executable", sys.executable))


def host_architecture() -> Architecture:
    """Return this machine's architecture. Raises BuildError if AWS Lambda doesn't have it."""
    machine = platform.machine().lower()
    if machine not in _MACHINES:
        raise BuildError(f"this machine is a {machine!r}: packaging host builds on {', '.join(sorted(_MACHINES))}")
    return _MACHINES[machine]
