"""The official release of the Pulumi CLI, downloaded from a server on this machine."""

import json
import re
import tarfile
from pathlib import Path

import pytest

from local.errors import ReleaseError, UnavailableError
from local.pulumi_cli import release
from local.pulumi_cli.find import OLDEST
from local.pulumi_cli.folder import PROGRAMS
from local.pulumi_cli.pin import pin
from local.pulumi_cli.release import PLATFORMS, Release, install, is_installed, pinned, this_platform
from tests.local.pulumi_cli.conftest import RELEASE, Releases, archive_of


def published(releases: Releases, content: bytes = RELEASE) -> Release:
    return Release("3.259.0", "linux-x64", releases.publish("3.259.0", content)["linux-x64"])


def nothing_in(folder: Path) -> bool:
    return sorted(file.name for file in folder.parent.iterdir()) == ["lock"]


def test_a_release_is_downloaded_once_and_holds_the_cli_the_language_host_and_its_script(releases, tmp_path):
    wanted, said = published(releases), []
    install(tmp_path / "release", wanted, releases.base, said.append)
    assert sorted(file.name for file in (tmp_path / "release").iterdir()) == ["built-from", *sorted(PROGRAMS)]
    assert {(tmp_path / "release" / name).stat().st_mode & 0o777 for name in PROGRAMS} == {0o755}
    assert (tmp_path / "release" / "pulumi").read_text() == "#!/bin/sh\necho pulumi\n"
    assert said == [f"Downloading the Pulumi CLI 3.259.0 from {releases.base}/pulumi-v3.259.0-linux-x64.tar.gz, once."]
    install(tmp_path / "release", wanted, releases.base, said.append)
    assert releases.asked == ["/sdk/pulumi-v3.259.0-linux-x64.tar.gz"]
    assert is_installed(tmp_path / "release", wanted)


def test_a_release_of_another_version_replaces_it(releases, tmp_path):
    install(tmp_path / "release", published(releases), releases.base, lambda _: None)
    newer = Release(
        "3.260.0",
        "linux-x64",
        releases.publish("3.260.0", archive_of(*((f"pulumi/{name}", b"new") for name in PROGRAMS)))["linux-x64"],
    )
    assert not is_installed(tmp_path / "release", newer)
    install(tmp_path / "release", newer, releases.base, lambda _: None)
    assert (tmp_path / "release" / "pulumi").read_text() == "new"


def test_a_file_with_another_checksum_is_refused_and_nothing_of_it_is_kept(releases, tmp_path):
    published(releases)
    wrong = Release("3.259.0", "linux-x64", "0" * 64)
    with pytest.raises(ReleaseError) as error:
        install(tmp_path / "release", wrong, releases.base, lambda _: None)
    assert re.search(rf"its SHA-256 is [0-9a-f]{{64}} instead of {wrong.sha256}\. Nothing of it was kept", str(error.value))
    assert "export PULUMI_RELEASES=" in str(error.value)
    assert nothing_in(tmp_path / "release")


def test_a_download_that_breaks_off_is_no_release(releases, tmp_path):
    releases.truncated = True
    with pytest.raises(UnavailableError, match="can't be reached: it breaks off before the end"):
        install(tmp_path / "release", published(releases), releases.base, lambda _: None)
    assert nothing_in(tmp_path / "release")


def test_a_release_that_is_not_there_is_named(releases, tmp_path):
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1:\d+ answers 404 Not Found"):
        install(tmp_path / "release", Release("3.0.0", "linux-x64", "0" * 64), releases.base, lambda _: None)
    assert nothing_in(tmp_path / "release")


@pytest.mark.parametrize(
    ("base", "proxy", "reason"),
    [
        ("http://127.0.0.1:1", None, "127.0.0.1:1 can't be reached: there is no connection to it"),
        ("https://releases.invalid", None, "releases.invalid can't be reached: there is no connection to it"),
        ("https://releases.invalid", "proxy", "releases.invalid can't be reached: the proxy doesn't let it through"),
        ("https://{server}", None, "{server} can't be reached: its certificate isn't trusted here"),
    ],
    ids=["refused", "no such host", "proxy", "not TLS"],
)
def test_a_server_that_cannot_be_reached_is_named_with_the_reason(releases, tmp_path, monkeypatch, base, proxy, reason):
    server = releases.base.split("/")[2]
    if proxy:
        monkeypatch.setenv("https_proxy", f"http://{server}")
    with pytest.raises(UnavailableError) as error:
        install(tmp_path / "release", published(releases), base.format(server=server), lambda _: None)
    assert str(error.value) == reason.format(server=server)


def test_nothing_of_an_archive_but_the_programs_is_written(releases, tmp_path):
    link = tarfile.TarInfo("pulumi/pulumi")
    link.type, link.linkname = tarfile.SYMTYPE, "/bin/sh"
    files = (*((f"pulumi/{name}", b"program") for name in PROGRAMS), ("../escaped", b"x"), ("pulumi/../../escaped", b"x"))
    install(tmp_path / "deep" / "release", published(releases, archive_of(link, *files)), releases.base, lambda _: None)
    assert not list(tmp_path.rglob("escaped"))
    assert (tmp_path / "deep" / "release" / "pulumi").read_bytes() == b"program"
    assert not (tmp_path / "deep" / "release" / "pulumi").is_symlink()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"not an archive", "can't be unpacked"),
        (RELEASE[:-20], "can't be unpacked"),
        (archive_of(("pulumi/pulumi", b"")), "holds no pulumi-language-python, pulumi-language-python-exec"),
    ],
    ids=["no archive", "half an archive", "programs missing"],
)
def test_a_release_that_lacks_its_programs_is_refused(releases, tmp_path, content, problem):
    with pytest.raises(ReleaseError, match=problem):
        install(tmp_path / "release", published(releases, content), releases.base, lambda _: None)
    assert nothing_in(tmp_path / "release")


def test_the_pinned_release_has_a_checksum_for_every_platform_and_will_do():
    for platform in PLATFORMS:
        found = pinned(platform)
        assert found
        assert re.fullmatch(r"[0-9a-f]{64}", found.sha256)
        assert tuple(map(int, found.version.split("."))) >= OLDEST
    assert len({pinned(platform).sha256 for platform in PLATFORMS}) == len(PLATFORMS)
    assert pinned("linux-riscv64") is None


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "linux-x64"),
        ("linux", "aarch64", "linux-arm64"),
        ("darwin", "arm64", "darwin-arm64"),
        ("linux", "riscv64", "linux-riscv64"),
    ],
)
def test_a_platform_has_the_name_that_releases_give_it(monkeypatch, system, machine, name):
    monkeypatch.setattr(release.sys, "platform", system)
    monkeypatch.setattr(release.platform, "machine", lambda: machine)
    assert this_platform() == name


def test_pinning_writes_the_published_checksums(releases, tmp_path):
    digests = releases.publish("3.260.0")
    pin("3.260.0", releases.base, tmp_path / "release.json")
    assert json.loads((tmp_path / "release.json").read_text()) == {"version": "3.260.0", "sha256": digests}
    assert pinned("linux-x64", tmp_path / "release.json") == Release("3.260.0", "linux-x64", digests["linux-x64"])


def test_pinning_a_version_without_a_platform_changes_nothing(releases, tmp_path):
    releases.publish("3.260.0")
    checksums = "/sdk/pulumi-3.260.0-checksums.txt"
    releases.files[checksums] = b"".join(line for line in releases.files[checksums].splitlines(True) if b"darwin-x64" not in line)
    with pytest.raises(ReleaseError, match=r"has no SHA-256 of pulumi-v3\.260\.0-darwin-x64\.tar\.gz$"):
        pin("3.260.0", releases.base, tmp_path / "release.json")
    with pytest.raises(ReleaseError, match=r"'latest' isn't a version like 3\.259\.0"):
        pin("latest", releases.base, tmp_path / "release.json")
    with pytest.raises(UnavailableError, match="404"):
        pin("3.261.0", releases.base, tmp_path / "release.json")
    assert not (tmp_path / "release.json").exists()
