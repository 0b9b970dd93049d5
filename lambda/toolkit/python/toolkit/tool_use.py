"""One tool use, read from the event."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from toolkit import keys, storage
from toolkit.errors import MalformedEventError, NowhereToStoreError, UnreadableFileError


@dataclass(frozen=True)
class ToolUse:
    """A tool use and the run that it belongs to. A tool function that has a parameter `use` gets it."""

    id: str
    name: str
    input: Any
    execution: str | None = None
    agent: str | None = None
    bucket: str | None = None
    prefix: str | None = None
    """The folder of this run's files, with a slash at the end. None, like `bucket`, if the event had no `run`."""

    def store(self, name: str, data: bytes | BinaryIO, content_type: str) -> dict[str, Any]:
        """Store a file of this tool use in S3. Return {"bucket", "key", "bytes"}.

        name: a file with the same name of the same tool use is replaced.
        data: bytes, or an open file, which is never in memory as a whole.
        """
        key = self.key(name)
        return {"bucket": self.bucket, "key": key, "bytes": storage.put(str(self.bucket), key, data, content_type)}

    def key(self, name: str) -> str:
        """Return the key of a file of this tool use. Raises NowhereToStoreError if there is no run."""
        if self.bucket is None or self.prefix is None:
            raise NowhereToStoreError("This tool use came without a run, so there is no bucket to store a file in.")
        return f"{self.prefix}{keys.part(self.id)}/{keys.part(name)}"

    def open(self, bucket: str, key: str) -> storage.StoredFile:
        """Open a file of this run, or one that people put there for agents: `with use.open(…) as file`. It is read as it arrives.

        Without a run in the event, the function's role alone decides which files can be read.
        Raises UnreadableFileError, which tells the model which files it may read.
        """
        allowed = f"Files of this run begin with {self.prefix}; files that people put there for agents begin with {keys.INPUTS}"
        if self.bucket is None or self.prefix is None:
            return storage.get(bucket, key)
        if bucket != self.bucket:
            raise UnreadableFileError(f"Bucket {bucket!r} can't be read: the files of this run are in {self.bucket!r}. {allowed}")
        if not keys.begins_well(self.prefix, key):
            raise UnreadableFileError(f"The file {key!r} can't be read. {allowed}")
        if keys.strays(self.prefix, key):
            raise UnreadableFileError(
                f"The file {key!r} can't be read: no part of a key may be empty or lead elsewhere, as .. and %2e do. {allowed}"
            )
        try:
            return storage.get(bucket, key)
        except UnreadableFileError as error:
            raise UnreadableFileError(f"{error} {allowed}") from error


def read(event: Any) -> ToolUse:
    """Read the event of the tool contract. Raises MalformedEventError, which names the field."""
    if not isinstance(event, dict):
        raise MalformedEventError(f"a tool use is an object with id, name and input, not {_type(event)}")
    run = _field(event, "run", dict) or {}
    bucket, prefix = _place(_field(run, "results", dict, within="run"))
    id = _field(event, "id", str, required=True)
    if any("\ud800" <= letter <= "\udfff" for letter in id):
        raise MalformedEventError("id of a tool use has half of a surrogate pair, which is no character")
    return ToolUse(
        id=id,
        name=_field(event, "name", str, required=True),
        input=event.get("input"),
        execution=_field(run, "execution", str, within="run"),
        agent=_field(run, "agent", str, within="run"),
        bucket=bucket,
        prefix=prefix,
    )


def _place(results: dict[str, Any] | None) -> tuple[str | None, str | None]:
    """Return the bucket and the prefix. A prefix without a slash at its end would open files of runs whose names begin alike."""
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
