"""checkov in an environment of its own, `.build/checkov`, from a lock with hashes. It pins what the project has newer."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from components.packaging.locks import refuse_known_bad

LOCK = Path(__file__).parent / "requirements.txt"
FOLDER = Path(__file__).parents[2] / ".build" / "checkov"


def failed_checks(plan: Path) -> dict[str, list[str]]:
    """The resources that failed, by the check's id. Asks nobody outside this machine."""
    command = [_installed(), "-m", "checkov.main", "--file", str(plan), "--framework", "terraform_plan", "--skip-download"]
    # It would look for its own newest release, and log in where a key is set.
    environment = {"PATH": os.environ["PATH"], "HOME": str(plan.parent), "CKV_IGNORE_HIDDEN_DIRECTORIES": "true"}
    done = subprocess.run(
        [*command, "--compact", "--quiet", "--output", "json"],
        capture_output=True,
        text=True,
        env=environment,
        cwd=plan.parent,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["summary"]["parsing_errors"] == 0
    assert found["summary"]["passed"] > 50
    failed: dict[str, list[str]] = {}
    for check in found["results"]["failed_checks"]:
        failed.setdefault(check["check_id"], []).append(check["resource"])
    return failed


def _installed() -> str:
    python, stamp, content = FOLDER / "bin" / "python", FOLDER / "installed", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    FOLDER.parent.mkdir(exist_ok=True)
    with FOLDER.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (stamp.is_file() and stamp.read_text() == content):
            refuse_known_bad([LOCK])
            uv = str(Path(sys.executable).with_name("uv"))
            subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(FOLDER)], check=True)
            options = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(LOCK))
            subprocess.run([uv, "pip", "install", "--quiet", "--python", str(python), *options], check=True)
            stamp.write_text(content)
    return str(python)
