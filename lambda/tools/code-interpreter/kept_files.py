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
class _Sent:
    left: Left
    name: str
    """Its name among the files of the tool use."""
    is_figure: bool


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
    sent = [
        *(
            _Sent(left, f"figure-{number}{f'-{left.name}' if left.name else '.png'}", True)
            for number, left in enumerate(answer.figures, 1)
        ),
        *(_Sent(left, f"result-{left.name}", False) for left in answer.files),
    ]
    kept, lost = Kept([], [], []), []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one, size in zip(sent, pool.map(lambda one: _copied(one, places, use), sent), strict=True):
            link = {"bucket": str(places.bucket), "key": use.key(one.name)}
            if size is None:
                lost.append(one.left.name if NAME.fullmatch(one.left.name) else "a file")
            elif one.is_figure:
                kept.figures.append(link)
            else:
                kept.files.append({"name": one.left.name, **link, "bytes": size})
    if lost:
        kept.notes.append(f"Not kept, because the sandbox didn't send what it said: {', '.join(lost[:10])}.")
    return kept


def _copied(sent: _Sent, places: Places, use: ToolUse) -> int | None:
    """Copy a file to its name. Return its size. None if it isn't there, or isn't what it should be."""
    from botocore.exceptions import ClientError

    left = sent.left
    if left.upload is None or not (NAME.fullmatch(left.name) or (sent.is_figure and not left.name)):
        return None
    source = {"Bucket": places.bucket, "Key": places.keys[left.upload]}
    try:
        found = links.s3().head_object(**source)
        size = int(found["ContentLength"])
        if size > (MOST_FIGURE_BYTES if sent.is_figure else MOST_FILE_BYTES):
            return None
        if sent.is_figure:
            start = links.s3().get_object(**source, Range=f"bytes=0-{len(PNG) - 1}", IfMatch=found["ETag"])["Body"].read()
            if start != PNG:
                return None
        links.s3().copy_object(
            Bucket=places.bucket,
            Key=use.key(sent.name),
            CopySource=source,
            CopySourceIfMatch=found["ETag"],
            ContentType="image/png" if sent.is_figure else _type_of(left.name),
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
