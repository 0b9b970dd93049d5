"""One tool use, read from the event."""

import re
from dataclasses import dataclass
from typing import Any, BinaryIO

from toolkit import storage
from toolkit.errors import MalformedEventError, NowhereToStoreError, UnreadableFileError

INPUTS = "inputs/"
"""Below it lie files that people have put into the bucket for agents."""


@dataclass(frozen=True)
class ToolUse:
    """What the model asked for, and the run it belongs to. A tool function that has a parameter `use` is given it."""

    id: str
    name: str
    input: Any
    execution: str | None = None
    agent: str | None = None
    bucket: str | None = None
    prefix: str | None = None
    """Where this run's files go, with a slash at the end. None, like `bucket`, if the event had no `run`."""

    def store(self, name: str, data: bytes | BinaryIO, content_type: str) -> dict[str, Any]:
        """Stores a file of this tool use in S3 as `<prefix><tool_use_id><name>`; returns {"bucket", "key", "bytes"}.

        data: bytes, or an open file, which is never held in memory as a whole.
        """
        if self.bucket is None or self.prefix is None:
            raise NowhereToStoreError("This tool use came without a run, so there is no bucket to store a file in.")
        # Providers make up ids; one with a slash must not lead out of the run's folder.
        key = self.prefix + re.sub(r"[^a-zA-Z0-9_-]", "_", self.id) + name
        return {"bucket": self.bucket, "key": key, "bytes": storage.put(self.bucket, key, data, content_type)}

    def open(self, bucket: str, key: str) -> storage.StoredFile:
        """A file of this run, or one that people have put there for agents, to be read as it arrives: `with use.open(…) as file`.

        Without a run in the event nothing is refused here: what the function's role may read is all there is.
        Raises UnreadableFileError, which tells the model what it may read.
        """
        allowed = f"Files of this run begin with {self.prefix}; files that people put there for agents begin with {INPUTS}"
        if self.bucket is None or self.prefix is None:
            return storage.get(bucket, key)
        if bucket != self.bucket:
            raise UnreadableFileError(f"Bucket {bucket!r} can't be read: the files of this run are in {self.bucket!r}. {allowed}")
        # A client or a server might take the dots for a folder; no tool writes such a key.
        if not key.startswith((self.prefix, INPUTS)) or {".", ".."} & set(key.split("/")):
            raise UnreadableFileError(f"The file {key!r} can't be read. {allowed}")
        try:
            return storage.get(bucket, key)
        except UnreadableFileError as error:
            raise UnreadableFileError(f"{error} {allowed}") from error


def read(event: Any) -> ToolUse:
    """Reads the event of the tool contract. Raises MalformedEventError, naming the field."""
    if not isinstance(event, dict):
        raise MalformedEventError(f"a tool use is an object with id, name and input, not {_type(event)}")
    run = _field(event, "run", dict) or {}
    bucket, prefix = _place(_field(run, "results", dict, within="run"))
    return ToolUse(
        id=_field(event, "id", str, required=True),
        name=_field(event, "name", str, required=True),
        input=event.get("input"),
        execution=_field(run, "execution", str, within="run"),
        agent=_field(run, "agent", str, within="run"),
        bucket=bucket,
        prefix=prefix,
    )


def _place(results: dict[str, Any] | None) -> tuple[str | None, str | None]:
    """The bucket and the prefix. Without a slash at its end a prefix would open the files of runs whose names begin alike."""
    if results is None:
        return None, None
    bucket = _field(results, "bucket", str, within="run.results")
    prefix = _field(results, "prefix", str, within="run.results")
    if not bucket or not prefix:
        raise MalformedEventError("run.results needs both bucket and prefix, neither of them empty")
    if prefix == "/" or not prefix.endswith("/"):
        raise MalformedEventError(f"run.results.prefix has to be a folder that ends with /, like runs/run-1/, not {prefix!r}")
    return bucket, prefix


def _field(of: dict[str, Any], name: str, kind: type, within: str = "", required: bool = False) -> Any:
    value = of.get(name)
    path = f"{within}.{name}" if within else name
    if value is None and not required:
        return None
    if not isinstance(value, kind) or (required and not value):
        wanted = "an object" if kind is dict else "text, one character or more" if required else "text"
        raise MalformedEventError(f"{path} of a tool use has to be {wanted}, not {_type(value)}")
    return value


def _type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "nothing" if value in (None, "") else names.get(type(value), type(value).__name__)
