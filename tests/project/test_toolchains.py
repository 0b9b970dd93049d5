"""CI and the dev container have the compilers that docs/how-to/tools.md names, and the Pythons of .python-version."""

import json
import re
from pathlib import Path

import yaml

from local.virtual_environment import OLDEST_PYTHON

ROOT = Path(__file__).parents[2]
DOCUMENTED = {"node": r"Node\.js ([\d.]+)", "rust": r"Rust ([\d.]+)", "java": r"JDK ([\d.]+)", "go": r"Go ([\d.]+)"}


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
    assert f"`python{functions}`" in _read("docs/how-to/tools.md")
    assert {step["with"]["python"] for job in deploy.values() for step in job["steps"] if "toolchains" in step.get("uses", "")} == {
        functions
    }


def _documented() -> dict[str, str]:
    text = _read("docs/how-to/tools.md")
    return {name: re.search(pattern, text)[1] for name, pattern in DOCUMENTED.items()}


def _dev_container() -> dict:
    return json.loads(re.sub(r"(?m)^\s*//.*$", "", _read(".devcontainer/devcontainer.json")))


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")
