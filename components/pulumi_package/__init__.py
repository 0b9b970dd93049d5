"""The Pulumi component package: the components for programs in TypeScript, Go, C#, Java and YAML.

`PulumiPlugin.yaml` makes this folder a package for `pulumi package add`. `schema.json` describes the components to all languages.
"""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NAME = "step-functions-agents"


def _version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        # A checkout that Pulumi fetched: it installs the requirements and not the project.
        project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text("utf-8"))
        return str(project["project"]["version"])


VERSION = _version()
