"""The bytes of the assets and archives that a program passes."""

import io
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

from ..errors import ProviderError
from ..wire import Asset

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class AssetError(ProviderError):
    """An asset can't be read."""


def asset_bytes(asset: Asset) -> bytes:
    """Return the content of a file, a text or a `file:` URI. Relative paths start at the program's folder."""
    if asset.archive:
        return zip_bytes(asset)
    if asset.text is not None:
        return asset.text.encode()
    return _path(asset).read_bytes()


def zip_bytes(archive: Asset) -> bytes:
    """Return an archive as a zip.

    A zip file stays as it is. A folder or a map of assets gets sorted names and a fixed date, so that the same content gives the
    same bytes.
    """
    if not archive.assets:
        path = _path(archive)
        if path.is_file():
            return path.read_bytes()
        files = {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}
    else:
        files = {}
        for name, nested in archive.assets:
            if nested.archive:
                with zipfile.ZipFile(io.BytesIO(zip_bytes(nested))) as inner:
                    files |= {f"{name}/{one}": inner.read(one) for one in inner.namelist() if not one.endswith("/")}
            else:
                files[name] = asset_bytes(nested)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.external_attr = 0o755 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, files[name])
    return buffer.getvalue()


def _path(asset: Asset) -> Path:
    path = asset.path
    if asset.uri:
        parts = urllib.parse.urlsplit(asset.uri)
        if parts.scheme != "file":
            raise AssetError(f"the asset {asset.uri} is not on this machine: download it first, and pass the file")
        path = urllib.request.url2pathname(parts.path)
    if not path:
        raise AssetError("an asset came without its content: run `pulumi up` again")
    found = Path(path)
    if not found.exists():
        raise AssetError(f"the asset {path} does not exist")
    return found
