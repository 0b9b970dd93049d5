import stat
import sys
from pathlib import Path

import pytest

from local.aws_plugin.install import install, is_installed, launcher
from local.errors import CommandFailedError


def test_the_engine_finds_this_checkout_with_this_python(pulumi_home: Path) -> None:
    installed = next(pulumi_home.glob("plugins/resource-aws-v*/pulumi-resource-aws"))
    assert is_installed(pulumi_home)
    assert installed.read_text() == launcher(sys.executable)
    assert installed.stat().st_mode & stat.S_IXUSR


def test_another_python_is_not_installed_yet(pulumi_home: Path) -> None:
    assert not is_installed(pulumi_home, python="/elsewhere/python")


def test_a_second_install_needs_no_pulumi(pulumi_home: Path) -> None:
    install(pulumi_home, pulumi="/none/such/pulumi")


def test_an_install_that_fails_says_which_command_did(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match=r"false plugin install resource aws .* failed"):
        install(tmp_path, pulumi="false")


def test_a_folder_with_spaces_and_quotes_survives_the_launcher() -> None:
    text = launcher("/a folder/it's/python")
    assert text.splitlines()[-1].startswith("exec '/a folder/it'\"'\"'s/python' -P ")
