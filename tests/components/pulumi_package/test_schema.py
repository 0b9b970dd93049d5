"""What other languages see of the components: `UPDATE_GOLDEN=1 make test T=tests/components/pulumi_package` writes it anew."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pulumi
import pytest
from step_functions_agents import names

from components.pulumi_package import NAME, VERSION
from components.pulumi_package.host import Components
from components.pulumi_package.schema import FILE, written


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads(Components().schema or "")


def test_the_schema_is_what_the_components_annotations_and_docstrings_say(schema: dict[str, Any]) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        FILE.write_text(written(schema), "utf-8")
    assert FILE.read_text("utf-8") == written(schema)


def test_it_has_the_components_of_a_program_in_python(schema: dict[str, Any]) -> None:
    classes = [each for name in names.__all__ if isinstance(each := getattr(names, name), type)]
    of_python = [each.__name__ for each in classes if issubclass(each, pulumi.ComponentResource)]
    assert sorted(schema["resources"]) == sorted(f"{NAME}:index:{name}" for name in of_python)
    assert schema["version"] == VERSION


def test_every_component_arg_output_and_type_has_a_description(schema: dict[str, Any]) -> None:
    assert [name for name, described in _described(schema) if not described.get("description")] == []


def _described(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, each in [*schema["resources"].items(), *schema["types"].items()]:
        yield name, each
        for key in ("properties", "inputProperties"):
            for inner, found in each.get(key, {}).items():
                yield f"{name} {inner}", found


def test_a_type_is_named_without_args_which_generated_sdks_add(schema: dict[str, Any]) -> None:
    assert [name for name in schema["types"] if name.endswith("Args")] == []
    refs = {word for word in json.dumps(schema).split('"') if word.startswith("#/types/")}
    assert {ref.removeprefix("#/types/") for ref in refs} == schema["types"].keys()


def test_the_npm_package_has_one_name_whoever_adds_it(schema: dict[str, Any]) -> None:
    assert schema["language"]["nodejs"]["packageName"] == NAME
