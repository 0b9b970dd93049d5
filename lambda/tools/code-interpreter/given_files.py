"""Checks the files that the code is to find in its folder, and makes links by which the sandbox reads them."""

from collections.abc import Sequence
from typing import Any

import links
from limits import MB, MOST_FILES_BYTES
from toolkit import ToolError, ToolUse

RESULTS = "results"
"""A folder that the sandbox makes for files that the code leaves."""


class FilesError(ToolError):
    """The files can't be used together. No code was run."""


def given(files: Sequence[dict[str, str]], use: ToolUse) -> list[dict[str, Any]]:
    """Return {"name", "url", "bytes"} of each file. Raises FilesError or UnreadableFileError. No file's content is read here.

    files: {"bucket", "key", "name"} each. The name has the pattern in tools.json.
    """
    names = [file["name"].casefold() for file in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        # Names that differ only in upper and lower case are the same file on some file systems.
        raise FilesError(f"More than one of the files has the name {', '.join(twice)}. Give each a name of its own.")
    if RESULTS in names:
        raise FilesError(
            f"None of the files can have the name {RESULTS}: the folder {RESULTS}/ is there for what the code leaves. Allowed is "
            f"any other name, as {RESULTS}.csv."
        )
    sizes = {file["name"]: _size(file, use) for file in files}
    if sum(sizes.values()) > MOST_FILES_BYTES:
        said = ", ".join(f"{name} {size / MB:.1f} MB" for name, size in sizes.items())
        raise FilesError(
            f"The files are too big: {said}, and {MOST_FILES_BYTES // MB} MB together are allowed. Take fewer, or have the "
            "tool that wrote them select less."
        )
    return [
        {"name": file["name"], "url": links.to_read(file["bucket"], file["key"]), "bytes": sizes[file["name"]]} for file in files
    ]


def _size(file: dict[str, str], use: ToolUse) -> int:
    # Opened by the toolkit, which knows what files the run may read. The answer's head has the size.
    with use.open(file["bucket"], file["key"]) as found:
        return found.bytes
