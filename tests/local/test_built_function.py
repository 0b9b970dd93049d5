"""A built function as a process of this machine."""

import stat
import zipfile
from pathlib import Path

import pytest

from components.packaging.package import Package
from components.packaging.target import Runtime, host_architecture
from local.built_function import BuiltFunction

SAYS_WHERE = b'#!/bin/sh\necho "temporary files: $TMPDIR"\n'


@pytest.mark.attack("laptop")
def test_a_function_has_a_temporary_folder_that_nobody_else_can_write_to(tmp_path: Path) -> None:
    """Files that other people put into /tmp can be more than data: yfinance's cookies are unpickled."""
    archive = tmp_path / "package.zip"
    bootstrap = zipfile.ZipInfo("bootstrap")
    bootstrap.external_attr = (stat.S_IFREG | 0o755) << 16
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr(bootstrap, SAYS_WHERE)
    (tmp_path / "function").mkdir()
    built = Package("f", archive, "", host_architecture(), Runtime("provided.al2023", "bootstrap"))
    function = BuiltFunction(built, tmp_path / "function", "http://127.0.0.1:1", 128, {})
    answer = function.invoke({})
    function.close()
    own = tmp_path / "function" / "tmp"
    assert answer.error
    assert f"temporary files: {own}\n" in answer.error.message
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
