"""RS256: a message signed with the RSA key of a service account.

Google's token endpoint takes nothing else, and the standard library has no such signature. What has it, `cryptography`, would be
15 MB of every package for one signature an hour. Nobody chooses what is signed, and nobody sees how long it takes.
https://www.rfc-editor.org/rfc/rfc8017#section-8.2.1
"""

import base64
import binascii
import hashlib
import re

# What stands before the digest, https://www.rfc-editor.org/rfc/rfc8017#section-9.2
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_SEQUENCE, _INTEGER, _OCTETS = 0x30, 0x02, 0x04


class NotAKeyError(ValueError):
    """The text is no RSA key in PKCS #8, which is what Google gives out. It is not in the message."""


def sign(message: bytes, pem: str) -> bytes:
    """The signature. Raises NotAKeyError."""
    modulus, exponent = _key(pem)
    size = (modulus.bit_length() + 7) // 8
    digest = _SHA256 + hashlib.sha256(message).digest()
    padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    return pow(int.from_bytes(padded), exponent, modulus).to_bytes(size)


def _key(pem: str) -> tuple[int, int]:
    """Modulus and private exponent. https://www.rfc-editor.org/rfc/rfc5208#section-5, https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2"""
    found = re.search(r"-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----", pem)
    try:
        outer = _values(base64.b64decode(found[1] if found else ""), _SEQUENCE)
        inner = _values(outer[2][1], _SEQUENCE) if outer[2][0] == _OCTETS else []
        _, modulus, _, exponent = (int.from_bytes(value) for kind, value in inner[:4] if kind == _INTEGER)
    except (binascii.Error, IndexError, ValueError):
        raise NotAKeyError("it is no RSA key in PKCS #8 (BEGIN PRIVATE KEY)") from None
    if modulus.bit_length() < 2048:
        raise NotAKeyError("an RSA key of 2048 bits or more is needed")
    return modulus, exponent


def _values(der: bytes, wanted: int) -> list[tuple[int, bytes]]:
    """The tags and contents within a value of the wanted tag. DER, as far as a key takes it."""
    (tag, content), *rest = _split(der)
    if tag != wanted or rest:
        raise ValueError
    return _split(content)


def _split(der: bytes) -> list[tuple[int, bytes]]:
    values, at = [], 0
    while at < len(der):
        tag, size, at = der[at], der[at + 1], at + 2
        if size & 0x80:
            size, at = int.from_bytes(der[at : at + (size & 0x7F)]), at + (size & 0x7F)
        values.append((tag, der[at : at + size]))
        at += size
    return values
