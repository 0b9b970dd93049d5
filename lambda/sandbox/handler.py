"""The sandbox: runs code that a model wrote, for the function of a tool. It has nothing to lose.

Its role may write its log, and nothing else. Files come and go by presigned URLs of the tool's function. There is no AWS SDK.

Event: {"code", "files": [{"name", "url", "bytes"}], "uploads": [url], "addresses": {host: [IP address]}, "wall_seconds"?}.
- The code finds the files in its folder.
- `uploads` are URLs that take one file each. None of them: nothing is kept.
- `addresses` are those of the hosts in the URLs. The network has no name server: components/closed_network.py says why.

Answer: {"stdout", "stderr", "value", "error", "notes", "figures", "files", "kernel_lacks": {part: cause}}. A figure and a file is
{"name", "bytes", "upload": index of its URL, or null}. Or {"refused": cause}: no code was run.

The caller believes none of it: where the kernel lacks the confinement, the code may have written the answer.
"""

import os
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from interpreter import leftovers, transfer
from interpreter.confinement import ConfinementError
from interpreter.execution import execute
from interpreter.fresh_process import without_credentials
from interpreter.limits import Limits

# The process begins anew here.
without_credentials()
leftovers.clear()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    limits, addresses = Limits(), event["addresses"]
    limits = replace(limits, wall_seconds=min(limits.wall_seconds, event.get("wall_seconds", limits.wall_seconds)))
    try:
        leftovers.clear()
        with ExitStack() as opened:
            files = {
                file["name"]: opened.enter_context(transfer.opened(file["url"], file["bytes"], addresses))
                for file in event["files"]
            }
            ended, found = execute(event["code"], limits, files)
    except ConfinementError as refused:
        return {"refused": str(refused)}
    finally:
        end_if_not_cleared()
    kept = [*found.figures, *found.files]
    # More can't be kept than there are links.
    transfer.send([(url, one.data) for url, one in zip(event["uploads"], kept, strict=False)], addresses)
    said = [
        {"name": one.name, "bytes": len(one.data), "upload": number if number < len(event["uploads"]) else None}
        for number, one in enumerate(kept)
    ]
    return {
        "stdout": ended.stdout,
        "stderr": ended.stderr,
        "value": found.value,
        "error": found.error,
        "notes": found.notes,
        "figures": said[: len(found.figures)],
        "files": said[len(found.figures) :],
        "kernel_lacks": dict(ended.lacks),
    }


def end_if_not_cleared() -> None:
    """Clear the machine. End this process where that fails: Lambda then starts on a machine without these leftovers."""
    try:
        leftovers.clear()
    except ConfinementError as left:
        print(f"The sandbox ends itself: {left}", flush=True)
        os._exit(1)
