"""The tool `execute_python`: has the sandbox run code that the model writes, on files that other tools stored.

This function has the role and the rules: which files a run may read, and where its results go. It runs no code of a model. The
sandbox is another function, lambda/sandbox, which has nothing to lose.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import links
import sandbox_function
from given_files import given
from kept_files import keep, places
from toolkit import Result, ToolError, ToolUse, tool_handler
from toolkit.result import MOST_PREVIEW_BYTES, json_bytes

TOOLS = Path(__file__).with_name("tools.json")
SECONDS = json.loads(TOOLS.read_text("utf-8"))["timeout_seconds"] - 3
"""The longest that the sandbox may take: some seconds less than this function."""
MOST_IN_PREVIEW = (3_000, 1_500, 800, 400, 200, 100)
"""The characters of each text in a preview. The largest number with which the whole preview fits is used."""
MOST_LINKS_IN_PREVIEW = 5
"""The files, figures and notes in a preview that wouldn't fit with all of them."""


def execute_python(code: str, files: Sequence[dict[str, str]] = (), *, use: ToolUse) -> Result:
    """Return {"stdout", "stderr", "value", "error", "figures"}, and "files", "notes" and "kernel_lacks" if there are any."""
    places_of_files = places(use)
    given_files, uploads = given(files, use), places_of_files.links()
    addresses = links.addresses([*(file["url"] for file in given_files), *uploads])
    event = {"code": code, "files": given_files, "uploads": uploads, "addresses": addresses}
    answered = sandbox_function.run(event, SECONDS)
    if answered.kernel_lacks:
        message = "the sandbox's kernel lacks parts of the confinement"
        print(json.dumps({"level": "WARNING", "message": message, "lacks": answered.kernel_lacks}), flush=True)
    kept = keep(answered, places_of_files, use)
    notes = [*answered.notes, *kept.notes]
    answer: dict[str, Any] = {
        "stdout": answered.stdout,
        "stderr": answered.stderr,
        "value": answered.value,
        "error": answered.error,
        "figures": kept.figures,
        **({"files": kept.files} if kept.files else {}),
        **({"notes": notes} if notes else {}),
        **({"kernel_lacks": sorted(answered.kernel_lacks)} if answered.kernel_lacks else {}),
    }
    result = Result(answer, _preview(answer))
    if answered.error is not None:
        raise ToolError(result)
    return result


def _preview(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer with texts so short that it fits a preview. The model needs the links in it to hand on the files."""
    few = {name: value[:MOST_LINKS_IN_PREVIEW] if isinstance(value, list) else value for name, value in answer.items()}
    if few != answer:
        few["notes"] = [*few.get("notes", []), f"This preview has the first {MOST_LINKS_IN_PREVIEW} of each list."]
    previews = (
        {name: _shortened(name, value, most) for name, value in whole.items()}
        for whole in (answer, few)
        for most in MOST_IN_PREVIEW
    )
    return next((preview for preview in previews if json_bytes(preview) <= MOST_PREVIEW_BYTES), answer)


def _shortened(name: str, value: Any, most: int) -> Any:
    """Return the beginning of a text, or the end of a traceback, where the error stands."""
    if not isinstance(value, str) or len(value) <= most:
        return value
    return "…" + value[-most:] if name == "error" else value[:most] + "…"


handler = tool_handler(TOOLS, execute_python)
