"""The forms in which a provider may repeat a key. The key is a letter or more in each of them."""

import base64
import html
import json
import urllib.parse
from collections.abc import Callable


def _each(form: Callable[[str], str], between: str = "") -> Callable[[str], str]:
    return lambda key: between.join(map(form, key))


def _lines(between: str) -> Callable[[str], str]:
    return lambda key: between.join(key[at : at + 7] for at in range(0, len(key), 7))


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "backwards": lambda key: key[::-1],
    "half of it": lambda key: key[: len(key) // 2],
    "the other half": lambda key: key[len(key) // 2 :],
    "with spaces": " ".join,
    "with three spaces": "   ".join,
    "with tabs": "\t".join,
    "with commas": ", ".join,
    "with a character of no width": "\u200b".join,
    "with soft hyphens": "\u00ad".join,
    "in wide letters": _each(lambda char: chr(ord(char) + 0xFEE0)),
    "in lines": _lines("\n"),
    "in lines of JSON": _lines("\\n"),
    "in lines of JSON in JSON": _lines("\\\\r\\\\n"),
    "in lines of HTML": _lines("<br />"),
    "added up": _lines("' + '"),
    "percent-encoded": _each(lambda char: f"%{ord(char):02x}"),
    "percent-encoded in capitals": _each(lambda char: f"%{ord(char):02X}"),
    "percent-encoded twice": _each(lambda char: f"%25{ord(char):02X}"),
    "percent-encoded with spaces": lambda key: urllib.parse.quote(" ".join(key)),
    "escaped as JSON": _each(lambda char: f"\\u{ord(char):04x}"),
    "escaped as JSON in JSON": lambda key: json.dumps("".join(f"\\u{ord(char):04X}" for char in key)),
    "escaped as Python": _each(lambda char: f"\\x{ord(char):02x}"),
    "escaped as HTML": _each(lambda char: f"&#{ord(char)};"),
    "escaped as HTML, in hex": _each(lambda char: f"&#x{ord(char):x};"),
    "escaped as HTML twice": lambda key: html.escape("".join(f"&#{ord(char)};" for char in key)),
    "in hex": lambda key: key.encode().hex(),
    "in hex, in capitals": lambda key: key.encode().hex().upper(),
    "in hex with colons": lambda key: key.encode().hex(":"),
    "in hex with 0x": lambda key: "0x" + key.encode().hex(),
    "bytes": lambda key: str(list(key.encode())),
    "bytes in hex": _each(lambda char: hex(ord(char)), ", "),
    "in base64": lambda key: base64.b64encode(key.encode()).decode(),
    "in base64 for URLs": lambda key: base64.urlsafe_b64encode(key.encode()).decode().rstrip("="),
    "in base64 behind a name": lambda key: base64.b64encode(f"api:{key}".encode()).decode(),
    "in base64 behind another name": lambda key: base64.b64encode(f"user:{key}@host".encode()).decode(),
    "in base64 in lines": lambda key: "\n".join(_lines("\n")(base64.b64encode(key.encode()).decode()).split("\n")),
    "in base64, percent-encoded": lambda key: urllib.parse.quote(base64.b64encode(key.encode()).decode()),
    "in base32": lambda key: base64.b32encode(key.encode()).decode(),
    "masked": lambda key: f"{key[:8]}{'*' * 20}{key[-4:]}",
    "masked with its end": lambda key: f"****{key[-4:]}",
    "masked with its beginning": lambda key: f"{key[:9]}…",
    "masked with dots": lambda key: f"{key[:7]}...{key[-4:]}",
    "masked with a word": lambda key: f"{key[:7]}[REDACTED]{key[-6:]}",
}
