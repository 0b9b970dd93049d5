"""A checkout has the bytes that git has, also where core.autocrlf is on: packages are known by the hash of their sources."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENT = {"handler.py": b"one\ntwo\n", "go.sum": b"a\nb\n", "Makefile": b"all:\n\ttrue\n", "chart.png": b"\x89PNG\r\n\x1a\n"}


def test_a_checkout_with_autocrlf_has_the_bytes_that_were_committed(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    assert _checked_out(tmp_path) == CONTENT


def test_without_the_attributes_it_has_others(tmp_path: Path) -> None:
    assert _checked_out(tmp_path)["handler.py"] == b"one\r\ntwo\r\n"


def _checked_out(folder: Path) -> dict[str, bytes]:
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content)
    for arguments in (["init", "--quiet"], ["add", "."], ["checkout-index", "--all", "--prefix=out/"]):
        subprocess.run(["git", "-c", "core.autocrlf=true", "-c", "core.safecrlf=false", *arguments], cwd=folder, check=True)
    return {name: (folder / "out" / name).read_bytes() for name in CONTENT}
