import io
import zipfile
from pathlib import Path

import pytest

from local.aws_plugin.services.archives import AssetError, asset_bytes, zip_bytes
from local.aws_plugin.wire import Asset


def _names(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_file_a_text_and_a_file_uri_give_their_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a file.txt"
    file.write_bytes(b"\x00hello")
    assert asset_bytes(Asset(path=str(file))) == b"\x00hello"
    assert asset_bytes(Asset(uri=file.as_uri())) == b"\x00hello"
    assert asset_bytes(Asset(text="こんにちは")) == "こんにちは".encode()


def test_an_archive_of_assets_holds_them_all_under_their_names(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.py").write_text("b")
    nested = Asset(archive=True, path=str(tmp_path))
    found = _names(zip_bytes(Asset(archive=True, assets=(("index.py", Asset(text="a")), ("vendor", nested)))))
    assert found == {"index.py": b"a", "vendor/lib/b.py": b"b"}


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = {"one": ("x.py", "y.py"), "two": ("y.py", "x.py")}
    for folder, names in contents.items():
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).write_text(name)
    assert zip_bytes(Asset(archive=True, path=str(tmp_path / "one"))) == zip_bytes(Asset(archive=True, path=str(tmp_path / "two")))


def test_a_zip_file_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "code.zip").write_bytes(b"PK...")
    assert zip_bytes(Asset(archive=True, path=str(tmp_path / "code.zip"))) == b"PK..."


@pytest.mark.parametrize(
    ("asset", "said"),
    [
        (Asset(path="/none/such"), "the asset /none/such does not exist"),
        (Asset(uri="https://example.com/a.zip"), "the asset https://example.com/a.zip is not on this machine"),
        (Asset(hash="abc"), "an asset came without its content"),
    ],
)
def test_an_asset_that_cannot_be_read_says_why(asset: Asset, said: str) -> None:
    with pytest.raises(AssetError, match=said):
        asset_bytes(asset)
