"""Reproducible zips."""

import os
import zipfile
from pathlib import Path

from components.packaging.zip import write_zip


def folder_of(root: Path, order: list[str], date: float) -> Path:
    for name in order:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}\n" * 100)
        os.utime(path, (date, date))
    (root / "run").chmod(0o700)
    (root / "b.txt").chmod(0o600)
    return root


def test_the_same_files_give_the_same_bytes_whatever_their_dates_modes_and_order(tmp_path: Path) -> None:
    first = folder_of(tmp_path / "1", ["run", "b.txt", "sub/a.txt"], 1_000_000_000)
    second = folder_of(tmp_path / "2", ["sub/a.txt", "b.txt", "run"], 1_700_000_000)
    (second / "run").chmod(0o755)
    (second / "b.txt").chmod(0o664)
    write_zip(first, tmp_path / "1.zip")
    write_zip(second, tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_names_are_sorted_dates_fixed_and_modes_one_of_two(tmp_path: Path) -> None:
    write_zip(folder_of(tmp_path / "1", ["run", "b.txt", "sub/a.txt"], 1_000_000_000), tmp_path / "1.zip")
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        entries = [(entry.filename, entry.date_time, oct(entry.external_attr >> 16)) for entry in archive.infolist()]
    date = (1980, 1, 1, 0, 0, 0)
    assert entries == [("b.txt", date, "0o100644"), ("run", date, "0o100755"), ("sub/a.txt", date, "0o100644")]


def test_everything_in_the_folder_is_in_the_zip_and_comes_out_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "1/__pycache__").mkdir(parents=True)
    (tmp_path / "1/__pycache__/a.pyc").write_bytes(bytes(range(256)))
    write_zip(tmp_path / "1", tmp_path / "1.zip")
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"__pycache__/a.pyc": bytes(range(256))}
