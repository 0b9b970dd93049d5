"""What is locked is whole and none of it known to be malicious, and can be had for AWS on both of its architectures."""

import json
import re
import subprocess
import sys

import pytest
from uv import find_uv_bin

from components.packaging import known_bad
from components.packaging.errors import RefusedPackageError
from components.packaging.known_bad import locks_in, problems, python_packages
from components.packaging.locks import refuse_known_bad
from components.packaging.package import ROOT
from components.packaging.python import PLATFORMS
from components.packaging.target import PYTHON_IN_AWS

# Those of the host bring what AWS's runtime has; those of prepare.py run on the machine that builds.
# A new tool may lock nothing yet.
LOCKS = sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "lambda").rglob("requirements.txt") if python_packages(path.read_text("utf-8"))
)

# All that anything is installed from, not only for Lambda; and not the overrides, which are given to the resolver.
ALL_LOCKS = sorted(
    str(path.relative_to(ROOT))
    for folder in ("", "local", "tests", "lambda")
    for path in ((ROOT / folder).rglob("*requirements*.txt") if folder else ROOT.glob("*requirements*.txt"))
    if "overrides" not in path.name and "node_modules" not in path.parts
)


def test_the_locks_of_the_caller_the_tools_and_the_toolkits_are_found():
    assert {
        "lambda/call-llm/requirements.txt",
        "lambda/toolkit/python/requirements.txt",
        "lambda/sandbox/requirements.txt",
        "lambda/tools/yfinance/requirements.txt",
    } <= set(LOCKS)


@pytest.mark.parametrize("architecture", PLATFORMS)
@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_wheel_for_lambda(lock, architecture, tmp_path):
    options = ("--dry-run", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--target", str(tmp_path))
    machine = ("--python", sys.executable, "--python-platform", PLATFORMS[architecture], "--python-version", PYTHON_IN_AWS)
    done = subprocess.run(
        [find_uv_bin(), "pip", "install", *options, *machine, "-r", lock], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Would install" in done.stderr


@pytest.mark.parametrize("lock", [*ALL_LOCKS, "local/uv.txt"])
def test_every_package_of_a_lock_has_hashes_and_none_is_known_to_be_malicious(lock):
    text = (ROOT / lock).read_text()
    entries = re.findall(r"^(?!#|\s|$).*(?:\n\s.*)*", text, re.MULTILINE)
    assert len(entries) == len(python_packages(text))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert problems([ROOT / lock]) == []


@pytest.mark.attack("supply_chain")
@pytest.mark.parametrize("line", ["litellm==1.82.8 \\", "LiteLLM[proxy]==1.82.7 ; python_version > '3.8'", "mistralai==2.4.6"])
def test_a_release_that_is_known_to_be_malicious_is_refused_with_its_advisory(tmp_path, line):
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"# made by\nanyio==4.16.0 \\\n    --hash=sha256:0\n{line}\n    --hash=sha256:1\n")
    name = python_packages(line)[0][0]
    with pytest.raises(RefusedPackageError, match=rf"requirements\.txt has {name} .* a malicious release: https://"):
        refuse_known_bad([lock])


def test_another_release_of_the_same_package_is_not(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("litellm==1.82.6\nlitellm-proxy==1.82.8\n")
    refuse_known_bad([lock])


@pytest.mark.attack("supply_chain")
def test_a_build_refuses_it_before_anything_is_installed(workshop):
    source = workshop.source({"handler.py": "", "requirements.txt": "litellm==1.82.8 --hash=sha256:0\n"})
    with pytest.raises(RefusedPackageError, match=r"adder/requirements\.txt has litellm 1\.82\.8"):
        workshop.build(source)


@pytest.fixture
def found_out(tmp_path, monkeypatch):
    """Writes the list of known malicious releases anew: (ecosystem, name, version)."""

    def write(ecosystem: str, name: str, version: str) -> None:
        known = {other: {} for other in ("PyPI", "npm", "crates.io", "Go", "Maven")}
        known[ecosystem] = {name: {"versions": [version], "advisory": "https://example.com"}}
        path = tmp_path / "found_out.json"
        path.write_text(json.dumps(known))
        monkeypatch.setattr(known_bad, "KNOWN_BAD", path)

    return write


@pytest.mark.attack("supply_chain")
def test_a_build_refuses_one_that_was_found_out_after_its_package_was_built(workshop, found_out):
    source = workshop.source({"handler.py": "", "requirements.txt": workshop.wheel("greeting", {"greeting.py": ""})})
    workshop.build(source)
    [(_, version)] = python_packages((source.folder / "requirements.txt").read_text())
    found_out("PyPI", "greeting", version)
    with pytest.raises(RefusedPackageError, match="greeting"):
        workshop.build(source)


@pytest.mark.attack("supply_chain")
@pytest.mark.parametrize(
    ("ecosystem", "name", "version", "lock"),
    [
        ("PyPI", "boto3", None, "lambda/toolkit/python/requirements-host.txt"),
        ("npm", "@aws-sdk/client-s3", None, "lambda/toolkit/typescript/package-lock.json"),
        ("crates.io", "serde_json", None, "lambda/tools/rust-clustering/Cargo.lock"),
        ("Go", "github.com/aws/smithy-go", None, "lambda/tools/web-research/go.sum"),
        ("Maven", "de.siegmar.fastcsv", "4.4.0", "lambda/tools/stock-analyzer/dependencies.lock"),
        ("Maven", "org.apache.maven.plugins.maven-dependency-plugin", "3.9.0", "lambda/toolkit/java/maven.lock"),
    ],
)
def test_a_malicious_release_is_found_in_the_locks_of_every_language(found_out, ecosystem, name, version, lock):
    path = ROOT / lock
    listed = dict(known_bad.releases(path)[1])
    found_out(ecosystem, name, version or listed[name])
    assert path in locks_in(path.parent)
    assert problems(locks_in(path.parent)) == [
        f"{path.parent.name}/{path.name} has {name} {version or listed[name]}, a malicious release: https://example.com"
    ]
