"""The tool `execute_python`: runs code that the model writes, for calculations and charts, on files that other tools stored."""

import json
from collections.abc import Sequence, Sized
from pathlib import Path
from typing import Any

from interpreter.execution import execute
from interpreter.files import content_type, opened
from interpreter.left import Kept
from interpreter.limits import Limits
from toolkit import NowhereToStoreError, Result, ToolError, ToolUse, tool_handler
from toolkit.result import MOST_PREVIEW_BYTES, json_bytes

LIMITS = Limits()
MOST_IN_PREVIEW = (3_000, 1_500, 800, 400, 200, 100)
"""The characters of each text in a preview. The largest number with which the whole preview fits is used."""
MOST_LINKS_IN_PREVIEW = 5
"""The files, figures and notes in a preview that wouldn't fit with all of them."""


def execute_python(code: str, files: Sequence[dict[str, str]] = (), *, use: ToolUse) -> Result:
    """Return {"stdout", "stderr", "value", "error", "figures"}, and "files" and "notes" if there are any."""
    with opened(files, use) as by_name:
        ended, found = execute(code, LIMITS, by_name)
    if ended.lacks:
        print(json.dumps({"level": "WARNING", "message": "the kernel lacks parts of the confinement", **ended.lacks}), flush=True)
    figures, files_kept, notes = _store(found.figures, found.files, use)
    notes = [*found.notes, *notes]
    answer: dict[str, Any] = {
        "stdout": ended.stdout,
        "stderr": ended.stderr,
        "value": found.value,
        "error": found.error,
        "figures": figures,
        **({"files": files_kept} if files_kept else {}),
        **({"notes": notes} if notes else {}),
        **({"kernel_lacks": sorted(ended.lacks)} if ended.lacks else {}),
    }
    result = Result(answer, _preview(answer))
    if found.error is not None:
        raise ToolError(result)
    return result


def _store(figures: list[Kept], files: list[Kept], use: ToolUse) -> tuple[list[dict[str, str]], list[dict[str, Any]], list[str]]:
    """Store the figures and the files in S3. Return links to both, and a note if there is no place to store them."""
    try:
        links = [
            use.store(f"figure-{number}{f'-{figure.name}' if figure.name else '.png'}", figure.data, "image/png")
            for number, figure in enumerate(figures, 1)
        ]
        kept = [{"name": file.name, **use.store(f"result-{file.name}", file.data, content_type(file.name))} for file in files]
    except NowhereToStoreError as error:
        names = ", ".join(file.name for file in files)
        return (
            [],
            [],
            [f"Not kept: {_number(figures, 'figure')} and {_number(files, 'file')}{f' ({names})' if names else ''}. {error}"],
        )
    return [{"bucket": link["bucket"], "key": link["key"]} for link in links], kept, []


def _number(of: Sized, word: str) -> str:
    return f"{len(of)} {word}{'' if len(of) == 1 else 's'}"


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


handler = tool_handler(Path(__file__).with_name("tools.json"), execute_python)
