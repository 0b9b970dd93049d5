"""Checks the source of an image, so that nothing is loaded from inside a network.

Some providers load an image from its URL. LiteLLM would load it for the others, from the function's network: a URL is refused for
them. A model that somebody serves in an own network loads it from there, so the URL has to name a public host. A name may still
point to an address inside; who serves a model says to it which hosts it may ask.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from call_llm.errors import LLMBadRequest
from call_llm.providers.provider import Provider

_MEDIA_TYPE = re.compile(r"image/[a-z0-9][a-z0-9.+-]*")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_VISIBLE = re.compile(r"https://[!-\[\]-~]+")
# No address of numbers, in none of its forms: the last part begins with a letter.
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?\.?")
# https://www.iana.org/assignments/special-use-domain-names, and names that people give to networks of their own.
_INSIDE = ("local", "localhost", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "localdomain")


def checked(source: dict[str, Any], provider: Provider) -> dict[str, str]:
    """Return the source with its own fields alone. Raises LLMBadRequest for one that no provider or this one doesn't take."""
    match source:
        case {"type": "base64", "media_type": str(media_type), "data": str(data)} if _is_image(media_type, data):
            return {"type": "base64", "media_type": media_type, "data": data}
        case {"type": "url", "url": str(url)} if provider.fetches_images and _is_public(url):
            return {"type": "url", "url": url}
    raise LLMBadRequest(
        "the source of an image has to be {type: base64, media_type, data}"
        + (" or {type: url, url: https://…}, at a public host that has a name" if provider.fetches_images else "")
    )


def url(source: dict[str, Any], provider: Provider) -> str:
    """Return the URL of an image, which holds the image if its source does. Raises LLMBadRequest."""
    own = checked(source, provider)
    return own["url"] if own["type"] == "url" else f"data:{own['media_type']};base64,{own['data']}"


def _is_image(media_type: str, data: str) -> bool:
    return bool(_MEDIA_TYPE.fullmatch(media_type) and _BASE64.fullmatch(data))


def _is_public(address: str) -> bool:
    """Return whether an address is https and names a host outside, as every reader of URLs understands it."""
    if not _VISIBLE.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if "@" in parts.netloc or not _NAME.fullmatch(host):
        return False
    return not f".{host.removesuffix('.')}".endswith(tuple(f".{name}" for name in _INSIDE))
