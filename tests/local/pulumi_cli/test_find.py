"""Which Pulumi CLI is used: the one on the PATH, else the release, else a build."""

import subprocess
from pathlib import Path

import pytest

from local.errors import CommandFailedError, ReleaseError, ToolchainError
from local.pulumi_cli import release
from local.pulumi_cli.find import find_or_build, installed_pulumi
from tests.local.pulumi_cli.conftest import program

ROOT = Path(__file__).parents[3]
PULUMI = "#!/bin/sh\necho v{version}\n"


@pytest.fixture
def found(tmp_path, releases, monkeypatch):
    """Finds it where the server of releases, which is named by its address, has the one that is pinned."""
    pinned = release.Release("3.259.0", "linux-x64", releases.publish("3.259.0")["linux-x64"])
    monkeypatch.setattr(release, "pinned", lambda platform: pinned if platform == "linux-x64" else None)
    monkeypatch.setattr(release, "this_platform", lambda: "linux-x64")
    said = []

    def find(base: str = releases.base) -> tuple[str, list[str]]:
        said.clear()
        path = find_or_build(tmp_path / "pulumi" / "bin", said.append, {"PATH": str(tmp_path), "PULUMI_RELEASES": base})
        return str(path.relative_to(tmp_path)), said

    return find


def test_without_one_on_the_path_the_release_is_used_and_go_is_not(found, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found()[0] == "pulumi/release/pulumi"
    assert found("http://127.0.0.1:1") == ("pulumi/release/pulumi", [])


def test_where_the_release_cannot_be_reached_it_is_built_and_the_reason_is_said(found, go, releases):
    go()
    path, said = found("http://127.0.0.1:1")
    assert path == "pulumi/bin/pulumi"
    assert (
        said[1] == "The release of the Pulumi CLI can't be downloaded: 127.0.0.1:1 can't be reached: there is no connection to it."
    )
    assert said[2].startswith("Building the Pulumi CLI")
    # A build that is there is used; nothing is downloaded any more.
    assert found() == ("pulumi/bin/pulumi", [])
    assert releases.asked == []


def test_a_release_with_another_checksum_is_an_error_and_nothing_is_built(found, go, releases, tmp_path):
    log = go()
    releases.publish("3.259.0", b"something else")
    with pytest.raises(ReleaseError, match=r"isn't the release that release\.json pins"):
        found()
    assert not log.exists()
    assert not (tmp_path / "pulumi" / "bin").exists()


def test_an_empty_address_of_the_releases_builds_it(found, go, releases):
    go()
    path, said = found("")
    assert path == "pulumi/bin/pulumi"
    assert said[0] == "The release of the Pulumi CLI can't be downloaded: PULUMI_RELEASES is empty."
    assert releases.asked == []


def test_a_platform_without_a_pinned_release_builds_it(found, go, releases, monkeypatch):
    go()
    monkeypatch.setattr(release, "this_platform", lambda: "linux-riscv64")
    path, said = found()
    assert path == "pulumi/bin/pulumi"
    assert said[0] == "The release of the Pulumi CLI can't be downloaded: none is pinned for linux-riscv64."
    assert releases.asked == []


def test_without_a_release_and_without_go_the_ways_out_are_named(found, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        ToolchainError, match=r"its release couldn't be downloaded, and building it takes Go, which isn't there either"
    ):
        found("http://127.0.0.1:1")


def test_a_pulumi_on_the_path_is_used_if_it_is_new_enough_and_complete(tmp_path):
    def path(name: str, version: str, *files: str) -> dict[str, str]:
        for file in files:
            program(tmp_path / name / file, PULUMI.format(version=version))
        return {"PATH": str(tmp_path / name)}

    complete = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec")
    assert installed_pulumi(path("new", "3.300.1", *complete)) == tmp_path / "new" / "pulumi"
    assert installed_pulumi(path("old", "3.254.9", *complete)) is None
    assert installed_pulumi(path("partial", "3.300.1", "pulumi")) is None
    assert installed_pulumi({"PATH": str(tmp_path)}) is None


def test_a_program_that_is_not_pulumi_is_named(tmp_path):
    for name in ("pulumi", "pulumi-language-python", "pulumi-language-python-exec"):
        program(tmp_path / name, "#!/bin/sh\necho something else\n")
    with pytest.raises(CommandFailedError, match="printed 'something else'"):
        installed_pulumi({"PATH": f"{tmp_path}:/bin"})


def test_the_real_one_says_its_version(pulumi_cli):
    said = subprocess.run([pulumi_cli, "version"], capture_output=True, text=True, check=True).stdout
    assert tuple(int(part) for part in said.strip().lstrip("v").split("-")[0].split(".")) >= (3, 255, 0)
