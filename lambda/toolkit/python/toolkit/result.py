"""Makes tool results. They are always valid JSON, and have at most 16 KiB inline."""

import io
import json
import math
from dataclasses import dataclass
from typing import Any, BinaryIO

from toolkit.tool_use import ToolUse

MOST_INLINE_BYTES = 16 * 1024
"""A state of Step Functions holds 256 KiB, with all results of a turn in it. 8 results of this size leave half of it free."""

MOST_PREVIEW_BYTES = 4 * 1024


@dataclass(frozen=True)
class Stored:
    """The form in which a result that is too big is stored, if that isn't its text or JSON: a CSV, for example."""

    extension: str
    """The end of the file's name, like `.csv`."""
    content_type: str
    data: bytes | BinaryIO
    """`content` closes an open file, stored or not."""


@dataclass(frozen=True)
class Result:
    """A tool's answer with a preview of its own, or with another form in S3, for the case that it is too big to go inline."""

    value: Any
    """Text or plain JSON. None, together with `stored`, for an answer that is always stored."""
    preview: Any
    """A short form of the value, as plain JSON. The model sees it if the value is too big. A preview over 4 KiB is replaced by the
    beginning of the value, or by its own beginning if there is no value."""
    stored: Stored | None = None
    """None to store the text or the JSON."""


def content(value: Any, use: ToolUse) -> tuple[str, int | None]:
    """Return the content of a tool result, and the number of bytes that were stored in S3 (None if it went inline)."""
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
    link = use.store(f"result{stored.extension}", stored.data, stored.content_type)
    note = "The whole result is too big to be shown. It is stored; this is a preview. To see all you need, ask for less."
    return as_json({"note": note, **link, "preview": preview}), link["bytes"]


def as_json(value: Any) -> str:
    """Return compact JSON that every parser takes: without NaN, Infinity and halves of surrogate pairs.

    Raises TypeError for a value that isn't plain JSON: a tool has to turn its own values into text and numbers.
    """
    return _whole(json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def json_bytes(value: Any) -> int:
    """Return the size of a value inside a JSON document. Step Functions limits this size."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _text(value: Any) -> tuple[str, str, str]:
    if isinstance(value, str):
        return _whole(value), ".txt", "text/plain; charset=utf-8"
    return as_json(value), ".json", "application/json"


def _beginning(text: str) -> str:
    """Return a beginning of the text that fits a preview. It halves the text until it fits, whatever bytes its characters take."""
    cut = text[:MOST_PREVIEW_BYTES]
    while json_bytes(cut) > MOST_PREVIEW_BYTES:
        cut = cut[: len(cut) // 2]
    return cut + "…"


def _finite(value: Any) -> Any:
    """Replace NaN, Infinity and -Infinity by their names as text, because JSON can't write them."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs by question marks, because UTF-8 can't encode them."""
    return text.encode("utf-8", "replace").decode("utf-8")
