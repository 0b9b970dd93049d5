"""Builds, CI and the dev container ask for the compilers that docs/how-to/your-own-tool.md names, and for the Pythons of
.python-version."""

import json
import re
from pathlib import Path

import yaml

from cli.needed_programs import PROGRAMS
from local.pulumi_cli.build import NO_GO
from local.virtual_environment import OLDEST_PYTHON

ROOT = Path(__file__).parents[2]
DOCUMENTED = {"node": r"Node\.js ([\d.]+)", "rust": r"Rust ([\d.]+)", "java": r"JDK ([\d.]+)", "go": r"Go ([\d.]+)"}

NAMED = {
    "node": r"Node\.js ([\d.]+)",
    "npm": r"npm ([\d.]+)",
    "javac": r"JDK ([\d.]+)",
    "mvn": r"Maven ([\d.]+)",
    "go": r"Go ([\d.]+)",
}
NAMED |= dict.fromkeys(("rustc", "cargo"), r"Rust ([\d.]+)")
"""How the docs name a program, by its own name."""


def test_builds_ask_for_the_documented_programs() -> None:
    asked = {program.name: ".".join(map(str, program.oldest)) for programs in PROGRAMS.values() for program in programs}
    assert asked == _named_in(_read("docs/how-to/your-own-tool.md"))


def test_the_readme_and_the_message_of_the_pulumi_cli_name_the_same_ones() -> None:
    documented = _named_in(_read("docs/how-to/your-own-tool.md"))
    for text in (_read("README.md"), NO_GO):
        named = _named_in(text)
        assert "go" in named
        assert named == {name: documented[name] for name in named}


def test_the_languages_own_files_ask_for_the_same_ones() -> None:
    asked = {
        # `go mod` writes 1.26.0 where a dependency asks for it.
        "go": r"(?m)^go (\d+\.\d+)(?:\.0)?$",
        "rust": r"(?m)^rust-version = \"(.*)\"$",
        "node": r'"node": ">=(.*)"',
        "java": r"<maven.compiler.release>(.*)<",
    }
    files = {
        "go": [*ROOT.glob("lambda/**/go.mod")],
        "rust": [*ROOT.glob("lambda/**/Cargo.toml")],
        "node": [ROOT / "lambda/toolkit/typescript/package.json"],
        "java": [ROOT / "lambda/toolkit/java/parent.xml"],
    }
    found = {
        name: {version for path in files[name] for version in re.findall(pattern, path.read_text())}
        for name, pattern in asked.items()
    }
    assert found == {name: {version} for name, version in _documented().items()}


def test_ci_has_the_documented_compilers() -> None:
    action = yaml.safe_load(_read(".github/actions/toolchains/action.yml"))
    given = {name: str(value) for step in action["runs"]["steps"] for name, value in step.get("with", {}).items()}
    scripts = "".join(step.get("run", "") for step in action["runs"]["steps"])
    installed = re.findall(r"rustup (?:toolchain install|default) ([\d.]+)", scripts)

    assert [*installed, given["node-version"], given["java-version"], given["go-version"]] == [
        _documented()[name] for name in ("rust", "rust", "node", "java", "go")
    ]


def test_the_dev_container_has_the_documented_compilers() -> None:
    features = _dev_container()["features"]
    assert {re.split("[/:]", name)[-2]: options["version"] for name, options in features.items()} == _documented()


def test_the_first_python_is_the_oldest_that_runs_the_project_and_the_second_that_of_the_functions() -> None:
    oldest, functions = _read(".python-version").split()
    deploy = yaml.safe_load(_read(".github/workflows/deploy.yml"))["jobs"]

    assert oldest == ".".join(map(str, OLDEST_PYTHON))
    assert oldest == yaml.safe_load(_read(".github/actions/toolchains/action.yml"))["inputs"]["python"]["default"]
    assert _dev_container()["image"].endswith(f":{oldest}")
    assert f"`python{functions}`" in _read("docs/how-to/your-own-tool.md")
    assert {step["with"]["python"] for job in deploy.values() for step in job["steps"] if "toolchains" in step.get("uses", "")} == {
        functions
    }


def _documented() -> dict[str, str]:
    text = _read("docs/how-to/your-own-tool.md")
    return {name: re.search(pattern, text)[1] for name, pattern in DOCUMENTED.items()}


def _named_in(text: str) -> dict[str, str]:
    found = {name: re.search(pattern, text) for name, pattern in NAMED.items()}
    return {name: match[1].rstrip(".") for name, match in found.items() if match}


def _dev_container() -> dict:
    return json.loads(re.sub(r"(?m)^\s*//.*$", "", _read(".devcontainer/devcontainer.json")))


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")
