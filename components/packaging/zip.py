"""Writes a folder as a zip. Its bytes depend only on the names, contents and executable bits of the files.

The same files give the same bytes on every machine that has the same zlib.
"""

import os
import zipfile
from pathlib import Path

from components.packaging.source import files_of

# The first moment a zip can express.
_DATE = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100000
_UNIX = 3


def write_zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, file in sorted(files_of(folder, ignore=()).items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            mode = 0o755 if os.access(file, os.X_OK) else 0o644
            entry.external_attr = (_REGULAR_FILE | mode) << 16
            archive.writestr(entry, file.read_bytes(), compresslevel=6)
