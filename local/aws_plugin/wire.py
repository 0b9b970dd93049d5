"""Convert Pulumi's property values, as its engine sends them over gRPC, to plain Python values and back.

Objects, lists, strings, numbers and booleans become Python's own. An asset or archive is an `Asset`. A value that isn't known yet
(in a preview) is `UNKNOWN`. Secrets don't appear: the plugin answers `accept_secrets=False`, so Pulumi's engine unwraps them on the
way in and marks the same properties as secret again on the way out.

`pulumi.provider.experimental` also has a codec, but it loses an asset's hash. Without the hash a changed file gives no diff. The
marks are those of https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/resource.
"""

from dataclasses import dataclass
from typing import Any

from google.protobuf import struct_pb2

SIGNATURE = "4dabf18193072939515e22adb298388d"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"

UNKNOWN_MARKS = {
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # a string, or of no known type: the only one this plugin sends
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
    "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
    "e48ece36-62e2-4504-bad9-02848725956a",  # archive
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
}
UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


class _Unknown:
    """A value that doesn't exist yet. There is one instance: compare with `is UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()


@dataclass(frozen=True)
class Asset:
    """A file, a text or an archive that the program passed. Pulumi's engine gives its hash and its place."""

    archive: bool = False
    hash: str = ""
    path: str = ""
    text: str | None = None
    uri: str = ""
    assets: tuple[tuple[str, "Asset"], ...] = ()


def from_struct(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Return the properties of one message as Python values."""
    return {name: from_value(value) for name, value in struct.fields.items()}


def from_value(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return UNKNOWN if value.string_value in UNKNOWN_MARKS else value.string_value
    if kind == "number_value":
        return int(value.number_value) if value.number_value.is_integer() else value.number_value
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [from_value(item) for item in value.list_value.values]
    if kind == "struct_value":
        return _from_marked(value.struct_value)
    return None


def _from_marked(struct: struct_pb2.Struct) -> Any:
    fields = from_struct(struct)
    signature = fields.pop(SIGNATURE, None)
    if signature is None:
        return fields
    if signature in (SECRET, OUTPUT):
        return fields.get("value", UNKNOWN)
    if signature in (ASSET, ARCHIVE):
        nested = fields.get("assets") or {}
        return Asset(
            archive=signature == ARCHIVE,
            hash=fields.get("hash", ""),
            path=fields.get("path", ""),
            text=fields.get("text"),
            uri=fields.get("uri", ""),
            assets=tuple(sorted(nested.items())),
        )
    if signature == RESOURCE:
        return fields.get("id", fields.get("urn"))
    return fields


def to_struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    """Return Python values as a message's properties. A property that is None is left out, as Pulumi does."""
    fields = {name: to_value(value) for name, value in properties.items() if value is not None}
    return struct_pb2.Struct(fields=fields)


def to_value(value: Any) -> struct_pb2.Value:
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=UNKNOWN_MARK)
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if isinstance(value, str):
        return struct_pb2.Value(string_value=value)
    if isinstance(value, list | tuple):
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=[to_value(item) for item in value]))
    if isinstance(value, dict):
        return struct_pb2.Value(struct_value=to_struct(value))
    if isinstance(value, Asset):
        return struct_pb2.Value(struct_value=to_struct(_asset_fields(value)))
    raise TypeError(f"a {type(value).__name__} is not a Pulumi property value")


def _asset_fields(asset: Asset) -> dict[str, Any]:
    fields: dict[str, Any] = {SIGNATURE: ARCHIVE if asset.archive else ASSET}
    fields |= {name: getattr(asset, name) for name in ("hash", "path", "uri") if getattr(asset, name)}
    if asset.text is not None:
        fields["text"] = asset.text
    if asset.assets:
        fields["assets"] = dict(asset.assets)
    return fields


def has_unknown(value: Any) -> bool:
    """Return whether any part of the value is unknown."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN
