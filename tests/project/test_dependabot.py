"""Dependabot looks into the folders that have something to update, and into all of them."""

from pathlib import Path, PurePosixPath

import pytest
import yaml

ROOT = Path(__file__).parents[2]
UPDATES = {
    update["package-ecosystem"]: update["directories"]
    for update in yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
}
MANIFESTS = {
    "pip": "*requirements*.in",
    "npm": "package.json",
    "cargo": "Cargo.toml",
    "maven": "pom.xml",
    "gomod": "go.mod",
    # For these / means .github/workflows.
    "github-actions": "*.yml",
}


def test_each_ecosystem_is_listed() -> None:
    assert set(UPDATES) == set(MANIFESTS)


@pytest.mark.parametrize("ecosystem", MANIFESTS)
def test_each_directory_has_a_manifest_and_each_manifest_a_directory(ecosystem: str, files: list[Path]) -> None:
    folders = {_folder(ecosystem, file) for file in files if file.match(MANIFESTS[ecosystem])} - {None}

    unused = [pattern for pattern in UPDATES[ecosystem] if not any(folder.match(pattern) for folder in folders)]
    missing = [str(folder) for folder in folders if not any(folder.match(pattern) for pattern in UPDATES[ecosystem])]
    assert (unused, missing) == ([], [])


def _folder(ecosystem: str, file: Path) -> PurePosixPath | None:
    if ecosystem != "github-actions":
        return PurePosixPath("/", file.parent)
    if file.parent == Path(".github/workflows"):
        return PurePosixPath("/")
    return PurePosixPath("/", file.parent) if file.name == "action.yml" else None
