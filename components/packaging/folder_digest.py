"""The digest of a folder, which tells whether the folder is as it was."""

import hashlib
import json
import os
import stat
from pathlib import Path


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 of the names, kinds, executable bits and contents of all that is in a folder. Links aren't followed."""
    digest = hashlib.sha256()
    for path in sorted(_paths(folder)):
        line = json.dumps([path, *_described(folder / path)])
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _paths(folder: Path) -> list[str]:
    found = []
    for place, folders, files in os.walk(folder):
        found += [os.path.relpath(os.path.join(place, name), folder) for name in (*folders, *files)]
    return found


def _described(path: Path) -> tuple[str, str]:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "link", os.readlink(path)
    if stat.S_ISREG(mode):
        with path.open("rb") as file:
            return "program" if mode & 0o100 else "file", hashlib.file_digest(file, "sha256").hexdigest()
    return "folder" if stat.S_ISDIR(mode) else "other", ""
