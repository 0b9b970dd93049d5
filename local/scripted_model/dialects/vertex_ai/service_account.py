"""A service account that the scripted model's token endpoint knows.

All have one key. It is beside this file, so that a stack keeps working when the scripted model is started anew.
"""

import hashlib
import json
import textwrap
from pathlib import Path
from typing import Any

_KEY = json.loads(Path(__file__).with_suffix(".json").read_text())
MODULUS = int("".join(_KEY["modulus"]), 16)
EXPONENT = 65537
PROJECT = "scripted-project"
# What stands before the digest in a signature, https://www.rfc-editor.org/rfc/rfc8017#section-9.2
SHA256_HEADER = bytes.fromhex("3031300d060960864801650304020105000420")


def service_account(url: str, name: str = "scripted") -> dict[str, Any]:
    """As `gcloud iam service-accounts keys create` writes it. url: of the scripted model."""
    email = f"{name}@{PROJECT}.iam.gserviceaccount.com"
    lines = "\n".join(textwrap.wrap("".join(_KEY["pkcs8"]), 64))
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": hashlib.sha256(name.encode()).hexdigest()[:40],
        "private_key": f"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n",
        "client_email": email,
        "client_id": "100000000000000000000",
        "auth_uri": f"{url}/vertex_ai/auth",
        "token_uri": f"{url}/vertex_ai/token",
        "universe_domain": "googleapis.com",
    }


def verified(message: bytes, signature: bytes) -> bool:
    """Whether the key has signed it: RSASSA-PKCS1-v1_5 with SHA-256, https://www.rfc-editor.org/rfc/rfc8017#section-8.2."""
    size = (MODULUS.bit_length() + 7) // 8
    digest = SHA256_HEADER + hashlib.sha256(message).digest()
    expected = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    return len(signature) == size and pow(int.from_bytes(signature), EXPONENT, MODULUS) == int.from_bytes(expected)
