"""The language hosts of programs in YAML and TypeScript, built from their modules by a script in Go's place."""

import json
from pathlib import Path

import pytest

from local.errors import CommandFailedError, ToolchainError
from local.pulumi_cli.folder import OTHER_HOSTS
from local.pulumi_cli.hosts import PACKAGES, host_folder
from tests.local.pulumi_cli.conftest import program


@pytest.fixture
def pulumi(tmp_path: Path) -> Path:
    return program(tmp_path / "there" / "pulumi", "#!/bin/sh\n")


def found(language: str, pulumi: Path, environment: dict[str, str] | None = None) -> tuple[Path | None, list[str]]:
    said: list[str] = []
    place = pulumi.parents[1] / "pulumi" / "bin"
    return host_folder(language, pulumi, place, said.append, environment or {"PATH": "/usr/bin:/bin"}), said


@pytest.mark.parametrize("language", OTHER_HOSTS)
def test_a_host_is_built_beside_the_cli_once(go, pulumi, tmp_path, language):
    log = go()
    place, said = found(language, pulumi)
    assert place == tmp_path / "pulumi" / f"language-{language}"
    assert sorted(file.name for file in place.iterdir()) == ["built-from", OTHER_HOSTS[language]]
    assert said[0] == f"Building {OTHER_HOSTS[language]} from its source, about a minute on two cores, once."
    asked = log.read_text()
    assert asked.strip().endswith(PACKAGES[language][1])
    assert found(language, pulumi) == (place, [])
    assert log.read_text() == asked


def test_a_host_that_was_changed_is_built_again_with_a_word_about_it(go, pulumi):
    go()
    place, _ = found("yaml", pulumi)
    assert place
    (place / "pulumi-language-yaml").write_text("#!/bin/sh\necho evil\n")
    _, said = found("yaml", pulumi)
    assert (place / "pulumi-language-yaml").read_text() == "binary\n"
    assert said[0] == f"The programs in {place} aren't as they were made: they are deleted, and made again."


def test_other_sources_are_built_anew(go, pulumi):
    go()
    place, _ = found("nodejs", pulumi)
    assert place
    stamp = json.loads((place / "built-from").read_text())
    (place / "built-from").write_text(json.dumps(stamp | {"made_from": "something older"}))
    assert found("nodejs", pulumi)[1][0].startswith("Building pulumi-language-nodejs")


def test_the_host_of_the_pulumi_on_the_path_is_used(pulumi, tmp_path):
    program(pulumi.with_name("pulumi-language-yaml"), "#!/bin/sh\n")
    assert found("yaml", pulumi) == (None, [])
    program(tmp_path / "elsewhere" / "pulumi-language-nodejs", "#!/bin/sh\n")
    assert found("nodejs", pulumi, {"PATH": str(tmp_path / "elsewhere")}) == (None, [])


@pytest.mark.parametrize("language", ["python", "go", "dotnet", "java"])
def test_a_language_of_which_no_host_is_known_here_is_left_to_pulumi(pulumi, language):
    assert found(language, pulumi) == (None, [])


def test_without_go_both_ways_out_are_named(pulumi, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainError) as error:
        found("nodejs", pulumi)
    assert str(error.value).startswith(
        "A program with the runtime nodejs takes the program pulumi-language-nodejs. It isn't on the PATH, and building it takes "
        "Go, which isn't there either."
    )
    assert "https://www.pulumi.com/docs/install/" in str(error.value)
    assert "https://go.dev/dl/" in str(error.value)


def test_a_build_that_fails_shows_why_and_leaves_nothing_behind(go, pulumi, tmp_path):
    go(compile="echo 'disk is full'; exit 1")
    with pytest.raises(CommandFailedError, match=r"  \| disk is full"):
        found("yaml", pulumi)
    assert not (tmp_path / "pulumi" / "language-yaml").exists()
