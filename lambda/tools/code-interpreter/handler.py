"""The tool `execute_python`: calculations and charts by code that the model writes."""

import json
from pathlib import Path
from typing import Any

from interpreter.execution import execute
from interpreter.limits import Limits
from toolkit import NowhereToStoreError, Result, ToolError, ToolUse, tool_handler

LIMITS = Limits()
MOST_IN_PREVIEW = 800
"""Characters of each text in the preview of a result that is too big."""


def execute_python(code: str, *, use: ToolUse) -> Result:
    """Returns {"stdout", "stderr", "value", "error", "figures"}, and "notes" if there are any."""
    ended, found = execute(code, LIMITS)
    if found.unconfined:
        print(json.dumps({"level": "WARNING", "message": "system calls are not filtered", "cause": found.unconfined}), flush=True)
    figures, notes = _store(found.figures, use)
    notes = [*found.notes, *notes]
    answer: dict[str, Any] = {
        "stdout": ended.stdout,
        "stderr": ended.stderr,
        "value": found.value,
        "error": found.error,
        "figures": figures,
        **({"notes": notes} if notes else {}),
    }
    result = Result(answer, preview={name: _shortened(name, value) for name, value in answer.items()})
    if found.error is not None:
        raise ToolError(result)
    return result


def _store(figures: list[bytes], use: ToolUse) -> tuple[list[dict[str, str]], list[str]]:
    """Links to the figures in S3, and a note if there is no place for them."""
    try:
        links = [use.store(f"-figure-{number}.png", figure, "image/png") for number, figure in enumerate(figures, 1)]
    except NowhereToStoreError as error:
        return [], [f"{len(figures)} figures were drawn and not kept. {error}"]
    return [{"bucket": link["bucket"], "key": link["key"]} for link in links], []


def _shortened(name: str, value: Any) -> Any:
    """The beginning of a text; of a traceback the end, where the error stands."""
    if not isinstance(value, str) or len(value) <= MOST_IN_PREVIEW:
        return value
    return "…" + value[-MOST_IN_PREVIEW:] if name == "error" else value[:MOST_IN_PREVIEW] + "…"


handler = tool_handler(Path(__file__).with_name("tools.json"), execute_python)
