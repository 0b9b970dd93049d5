"""A service account that the token endpoint knows.

All have one key, which is made when it is first needed and kept in a file: a deployed stack goes on working when the server is
started anew, and no key stands in the repository.
"""

import contextlib
import functools
import hashlib
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

FILE = Path(__file__).parents[3] / ".build" / "providers" / "service-account.pem"
PROJECT = "scripted-project"


def service_account(url: str, name: str = "scripted") -> dict[str, Any]:
    """As `gcloud iam service-accounts keys create` writes it. url: of the server."""
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": hashlib.sha256(name.encode()).hexdigest()[:40],
        "private_key": _pem(),
        "client_email": f"{name}@{PROJECT}.iam.gserviceaccount.com",
        "client_id": "100000000000000000000",
        "auth_uri": f"{url}/vertex_ai/auth",
        "token_uri": f"{url}/vertex_ai/token",
        "universe_domain": "googleapis.com",
    }


def verified(message: bytes, signature: bytes) -> bool:
    """Whether the key has signed it: RS256, https://www.rfc-editor.org/rfc/rfc7518#section-3.3."""
    key = serialization.load_pem_private_key(_pem().encode(), None).public_key()
    try:
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def fingerprint() -> str:
    """Of the key; it tells nothing of it."""
    return hashlib.sha256(_pem().encode()).hexdigest()


@functools.cache
def _pem() -> str:
    if not FILE.is_file():
        made = rsa.generate_private_key(65537, 2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        FILE.parent.mkdir(parents=True, exist_ok=True)
        unfinished = FILE.with_name(f"{FILE.name}.{os.getpid()}")
        unfinished.touch(0o600)
        unfinished.write_bytes(made)
        # Of several processes that make one, the first one's stays.
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, FILE)
        unfinished.unlink()
    return FILE.read_text()
