"""Tool results: always valid JSON, and never over 16 KiB inline."""

import io
import json
import math
from dataclasses import dataclass
from typing import Any, BinaryIO

from toolkit.tool_use import ToolUse

MOST_INLINE_BYTES = 16 * 1024
"""A state of Step Functions holds 256 KiB, and so one turn's results together: 8 of this size leave half of it free."""

MOST_PREVIEW_BYTES = 4 * 1024


@dataclass(frozen=True)
class Stored:
    """A result as it is to be stored if it is too big, where that isn't the text that would have gone inline: a CSV, say."""

    extension: str
    """Of the key, like `.csv`."""
    content_type: str
    data: bytes | BinaryIO
    """An open file is closed in the end, whether it was stored or not."""


@dataclass(frozen=True)
class Result:
    """What a tool returns if a result that is too big needs a better preview than its beginning, or another form in S3."""

    value: Any
    """Text, or plain JSON. None together with `stored`: it is too big, whatever its size."""
    preview: Any
    """The same in short, as plain JSON. Only seen if the value is too big. One over 4 KiB gives way to the value's beginning, or
    to its own if there is no value."""
    stored: Stored | None = None
    """None: the text or the JSON is stored."""


def content(value: Any, use: ToolUse) -> tuple[str, int | None]:
    """The content of a tool result, and how many bytes of it went to S3 if it was too big (else None)."""
    result = value if isinstance(value, Result) else Result(value, None)
    try:
        return _content(result, use)
    finally:
        if result.stored and not isinstance(result.stored.data, bytes):
            result.stored.data.close()


def _content(result: Result, use: ToolUse) -> tuple[str, int | None]:
    whole: str | None = None
    stored = result.stored
    if result.value is not None or stored is None:
        whole, extension, content_type = _text(result.value)
        if json_bytes(whole) <= MOST_INLINE_BYTES:
            return whole, None
        stored = stored or Stored(extension, content_type, whole.encode("utf-8"))
    preview = result.preview
    if preview is None or json_bytes(as_json(preview)) > MOST_PREVIEW_BYTES:
        preview = _beginning(as_json(preview) if whole is None else whole)
    if use.bucket is None:
        size = len(stored.data) if isinstance(stored.data, bytes) else stored.data.seek(0, io.SEEK_END)
        note = f"Cut: the whole result has {size} bytes, and this tool use came without a run to store it for."
        return as_json({"note": note, "preview": preview}), None
    link = use.store(stored.extension, stored.data, stored.content_type)
    note = "The whole result is too big to be shown. It is stored; this is a preview. To see all you need, ask for less."
    return as_json({"note": note, **link, "preview": preview}), link["bytes"]


def as_json(value: Any) -> str:
    """Compact JSON that every parser takes: no NaN, no Infinity, no half of a surrogate pair.

    Raises TypeError for what is not plain JSON: a tool has to turn its own values into text and numbers.
    """
    return _whole(json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def json_bytes(value: Any) -> int:
    """The size of a value inside a JSON document, which is what a state is measured by."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _text(value: Any) -> tuple[str, str, str]:
    if isinstance(value, str):
        return _whole(value), ".txt", "text/plain; charset=utf-8"
    return as_json(value), ".json", "application/json"


def _beginning(text: str) -> str:
    """As much of a text as fits a preview. Halving is near enough, and right for any mix of narrow and wide characters."""
    cut = text[:MOST_PREVIEW_BYTES]
    while json_bytes(cut) > MOST_PREVIEW_BYTES:
        cut = cut[: len(cut) // 2]
    return cut + "…"


def _finite(value: Any) -> Any:
    """JSON has no word for these three numbers, so they become the text that people and models know them by."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _whole(text: str) -> str:
    """Half of a surrogate pair can't be encoded; it becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
