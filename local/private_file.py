"""Files that only this person may read: they hold secrets."""

import os
import secrets
from pathlib import Path


def write_private(file: Path, text: str) -> None:
    """Write the file, or replace it."""
    half = _half(file, text)
    half.replace(file)


def made_once(file: Path) -> str:
    """Return the random secret in the file, which is made by the first call. Two first calls at once return the same."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = _half(file, secrets.token_urlsafe(24))
        try:
            os.link(half, file)
        except FileExistsError:
            pass
        finally:
            half.unlink()
    return file.read_text()


def _half(file: Path, text: str) -> Path:
    half = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(text)
    return half
