"""Opens the files that the code finds in its folder, and names the files that it leaves there.

The function moves both from and to S3, because the code has no credentials.
"""

import contextlib
import mimetypes
from collections.abc import Iterator, Sequence

from toolkit import ToolError, ToolUse
from toolkit.storage import StoredFile

from interpreter.limits import MB, MOST_FILES_BYTES

RESULTS = "results"
"""A folder that is there for files that the code leaves. They are kept before those in other places."""

# The types that Python knows itself. The machine's own list may differ from Lambda's.
_TYPES = mimetypes.MimeTypes()
for _ending, _type in {
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}.items():
    _TYPES.add_type(_type, _ending)


class FilesError(ToolError):
    """The files can't be used together. No code was run."""


@contextlib.contextmanager
def opened(files: Sequence[dict[str, str]], use: ToolUse) -> Iterator[dict[str, StoredFile]]:
    """Open all files, and yield them by name. Raises FilesError or UnreadableFileError before it reads any of them.

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
    with contextlib.ExitStack() as stack:
        found = {file["name"]: stack.enter_context(use.open(file["bucket"], file["key"])) for file in files}
        size = sum(file.bytes for file in found.values())
        if size > MOST_FILES_BYTES:
            sizes = ", ".join(f"{name} {file.bytes / MB:.1f} MB" for name, file in found.items())
            raise FilesError(
                f"The files are too big: {sizes}, and {MOST_FILES_BYTES // MB} MB together are allowed. Take fewer, or have the "
                "tool that wrote them select less."
            )
        yield found


def content_type(name: str) -> str:
    kind = _TYPES.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
