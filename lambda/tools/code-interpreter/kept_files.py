"""Keeps what the code left. The sandbox sends each file to a place of its own; from there it is checked and copied to its name.

The sandbox's links don't reach the copy. So what was checked stays as it is, whatever the code still does with a link.
"""

import mimetypes
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import links
from limits import MOST_FIGURE_BYTES, MOST_FIGURES, MOST_FILE_BYTES, MOST_RESULT_FILES
from sandbox_function import Answer, Left
from toolkit import NowhereToStoreError, ToolUse

PNG = b"\x89PNG\r\n\x1a\n"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
AT_ONCE = 8

# The types that Python knows itself. The machine's own list may differ from Lambda's.
_TYPES = mimetypes.MimeTypes()
for _ending, _type in {
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}.items():
    _TYPES.add_type(_type, _ending)


@dataclass(frozen=True)
class Places:
    """The places that the sandbox may send files to. Each takes one file."""

    bucket: str | None
    keys: tuple[str, ...]

    def links(self) -> list[str]:
        return [links.to_write(self.bucket, key) for key in self.keys] if self.bucket else []


@dataclass(frozen=True)
class Kept:
    figures: list[dict[str, str]]
    """{"bucket", "key"} each."""
    files: list[dict[str, Any]]
    """{"name", "bucket", "key", "bytes"} each."""
    notes: list[str]


def places(use: ToolUse) -> Places:
    """Return as many places as files may be kept. None without a run, which has nowhere to keep them."""
    try:
        return Places(use.bucket, tuple(use.key(f"unchecked-{number}") for number in range(MOST_FIGURES + MOST_RESULT_FILES)))
    except NowhereToStoreError:
        return Places(None, ())


def keep(answer: Answer, places: Places, use: ToolUse) -> Kept:
    """Check the files that the sandbox says it has sent, and copy them to their names."""
    if not places.keys:
        return Kept([], [], _nowhere(answer))
    figures = [
        (left, f"figure-{number}{f'-{left.name}' if left.name else '.png'}") for number, left in enumerate(answer.figures, 1)
    ]
    files = [(left, f"result-{left.name}") for left in answer.files]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sizes = list(
            pool.map(
                lambda one: _copied(*one, places, use),
                [(left, key, "image/png", True) for left, key in figures]
                + [(left, key, _type_of(key), False) for left, key in files],
            )
        )
    kept = dict(zip([*figures, *files], sizes, strict=True))
    lost = [left.name if NAME.fullmatch(left.name) else "a file" for (left, _), size in kept.items() if size is None]
    bucket = str(places.bucket)
    return Kept(
        [{"bucket": bucket, "key": use.key(key)} for left, key in figures if kept[left, key] is not None],
        [
            {"name": left.name, "bucket": bucket, "key": use.key(key), "bytes": kept[left, key]}
            for left, key in files
            if kept[left, key] is not None
        ],
        [f"Not kept, because the sandbox didn't send what it said: {', '.join(lost[:10])}."] if lost else [],
    )


def _copied(left: Left, key: str, kind: str, is_figure: bool, places: Places, use: ToolUse) -> int | None:
    """Copy a file to its name. Return its size. None if it isn't there, or isn't what it should be."""
    from botocore.exceptions import ClientError

    if left.upload is None or not (NAME.fullmatch(left.name) or (is_figure and not left.name)):
        return None
    source = {"Bucket": places.bucket, "Key": places.keys[left.upload]}
    try:
        found = links.s3().head_object(**source)
        size = int(found["ContentLength"])
        if size > (MOST_FIGURE_BYTES if is_figure else MOST_FILE_BYTES):
            return None
        if is_figure:
            start = links.s3().get_object(**source, Range=f"bytes=0-{len(PNG) - 1}", IfMatch=found["ETag"])["Body"].read()
            if start != PNG:
                return None
        links.s3().copy_object(
            Bucket=places.bucket,
            Key=use.key(key),
            CopySource=source,
            CopySourceIfMatch=found["ETag"],
            ContentType=kind,
            MetadataDirective="REPLACE",
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
            return None
        raise
    return size


def _type_of(name: str) -> str:
    kind = _TYPES.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _nowhere(answer: Answer) -> list[str]:
    if not answer.figures and not answer.files:
        return []
    names = ", ".join(left.name for left in answer.files if NAME.fullmatch(left.name))
    return [
        f"Not kept: {_number(answer.figures, 'figure')} and {_number(answer.files, 'file')}{f' ({names})' if names else ''}. "
        "This tool use came without a run, so there is no bucket to store a file in."
    ]


def _number(of: list[Left], word: str) -> str:
    return f"{len(of)} {word}{'' if len(of) == 1 else 's'}"
