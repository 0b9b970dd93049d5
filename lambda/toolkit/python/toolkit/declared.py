"""Reads the tools that `tools.json` declares, and checks a tool's input against its schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema

from toolkit.errors import DeclarationError, ToolError

MOST_SHOWN = 300
"""The most characters of a wrong value that an error repeats. They are enough to recognise it, and don't double a prompt."""


class DeclaredTool:
    """One entry of `tools.json`."""

    def __init__(self, declaration: dict[str, Any]):
        self.name: str = declaration["name"]
        self.schema: dict[str, Any] = declaration["input_schema"]
        try:
            self._validate: Callable[..., Any] = fastjsonschema.compile(self.schema, use_default=False)
        except fastjsonschema.JsonSchemaDefinitionException as wrong:
            raise DeclarationError(f"the input_schema of tool {self.name!r} is no JSON Schema: {wrong}") from wrong

    def check(self, given: Any) -> None:
        """Raise ToolError if an input doesn't fit. It says what was given and what is allowed."""
        if not isinstance(given, dict):
            raise ToolError(f"The input of {self.name} has to be an object, not {shown(given)}. {self._allowed()}")
        try:
            self._validate(given, name_prefix="input")
        except fastjsonschema.JsonSchemaValueException as wrong:
            raise ToolError(
                f"The input of {self.name} is wrong: {cut(wrong.message)}. Given: {shown(wrong.value)}. {self._allowed()}"
            ) from wrong

    def _allowed(self) -> str:
        required = self.schema.get("required", [])
        fields = [f"{name}{' (required)' if name in required else ''}" for name in self.schema.get("properties", {})]
        schema = json.dumps(self.schema, ensure_ascii=False)
        return f"Its fields: {', '.join(fields) or 'none'}. Its schema: {schema}"


def read(path: Path) -> dict[str, DeclaredTool]:
    """Return all tools of a `tools.json`, by name."""
    try:
        tools = [DeclaredTool(declaration) for declaration in json.loads(path.read_text("utf-8"))["tools"]]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as wrong:
        raise DeclarationError(f"{path.name} can't be read as a declaration of tools: {wrong!r}") from wrong
    return {tool.name: tool for tool in tools}


def shown(value: Any) -> str:
    """Return a value as the model wrote it, cut to MOST_SHOWN."""
    return cut(json.dumps(value, ensure_ascii=False, default=repr))


def cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}… ({len(text)} characters)"
