"""Makes the content of a tool result of an MCP server's answer."""

import base64
import binascii
import json
from typing import Any

from toolkit import NowhereToStoreError, ToolUse

from mcp_tools.connection import Server, plain
from mcp_tools.sdk import mcp_types

MOST_FILES = 8
"""The most images, sounds and other files of one answer that are stored."""
MOST_PARTS = 200
"""The most parts of one answer that are read."""

# A type that isn't here is stored as bytes: a page of HTML must not open as one.
_EXTENSIONS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/wav": ".wav",
    "audio/mpeg": ".mp3",
    "application/pdf": ".pdf",
}
_UNKNOWN = "application/octet-stream"


def content(answered: mcp_types.CallToolResult, server: Server, use: ToolUse) -> Any:
    """Return text or plain JSON. Texts stay texts, structured content is JSON, and files are links to S3."""
    texts: list[str] = []
    others: list[Any] = []
    files = 0
    for part in answered.content[:MOST_PARTS]:
        match part:
            case mcp_types.TextContent():
                texts.append(server.without_secret(part.text))
            case mcp_types.ImageContent() | mcp_types.AudioContent():
                files += 1
                others.append(_file(part.data, part.mime_type, files, use))
            case mcp_types.EmbeddedResource(resource=mcp_types.BlobResourceContents() as blob):
                files += 1
                others.append(_file(blob.blob, blob.mime_type or _UNKNOWN, files, use))
            case mcp_types.EmbeddedResource(resource=mcp_types.TextResourceContents() as text):
                others.append(plain({"uri": str(text.uri), "text": text.text}, server))
            case mcp_types.ResourceLink():
                others.append(plain({"uri": str(part.uri), "name": part.name}, server))
    if len(answered.content) > MOST_PARTS:
        others.append({"note": f"The answer has {len(answered.content):,} parts: these are the first {MOST_PARTS}."})
    structured = plain(answered.structured_content, server)
    if structured is not None and _says_the_same(texts, structured):
        texts = []
    whole: dict[str, Any] = {}
    if texts:
        whole["text"] = "\n".join(texts)
    if structured is not None:
        whole["structured"] = structured
    if others:
        whole["parts"] = others
    if len(whole) == 1 and not others:
        [only] = whole.values()
        return only
    return whole or "(The tool answered without content.)"


def _says_the_same(texts: list[str], structured: Any) -> bool:
    """Return whether texts only repeat the structured content, as the protocol asks of a server for older clients."""
    inner = structured.get("result") if isinstance(structured, dict) and structured.keys() == {"result"} else structured
    same = [structured, inner, *(inner if isinstance(inner, list) else [])]
    return all(text in same or _parsed(text) in same for text in texts)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _file(data: str, kind: str, number: int, use: ToolUse) -> dict[str, Any]:
    """Store a file of the answer, and return a link to it or a note that says why there is none."""
    kind = kind if kind in _EXTENSIONS else _UNKNOWN
    if number > MOST_FILES:
        return {"note": f"A file was left out: an answer may have {MOST_FILES}."}
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return {"note": "A file was left out: it isn't base64."}
    try:
        return {**use.store(f"file-{number}{_EXTENSIONS.get(kind, '.bin')}", content, kind), "type": kind}
    except NowhereToStoreError:
        return {
            "note": f"A file of {len(content):,} bytes was left out: this tool use came without a run to store it for.",
            "type": kind,
        }
