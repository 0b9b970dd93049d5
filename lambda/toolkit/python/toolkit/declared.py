"""Reads the tools that `tools.json` declares, and checks a tool's input against its schema."""

import json
from pathlib import Path
from typing import Any

from toolkit import input_schema
from toolkit.errors import DeclarationError, ToolError


class DeclaredTool:
    """One entry of `tools.json`."""

    def __init__(self, declaration: dict[str, Any]):
        self.name: str = declaration["name"]
        self.schema: dict[str, Any] = declaration["input_schema"]
        try:
            input_schema.refuse_other_schemas(self.schema)
        except input_schema.SchemaError as wrong:
            raise DeclarationError(f"the schema of tool {self.name!r} can't be used: {wrong}") from wrong

    def fit(self, given: Any) -> dict[str, Any]:
        """Return an input as the tool's function takes it. Raise ToolError if it doesn't fit the schema."""
        fitted, problems = input_schema.fit(given, self.schema)
        if problems:
            raise ToolError(input_schema.sentence(self.name, problems, self.schema))
        result: dict[str, Any] = fitted
        return result


def read(path: Path) -> dict[str, DeclaredTool]:
    """Return all tools of a `tools.json`, by name."""
    try:
        tools = [DeclaredTool(declaration) for declaration in json.loads(path.read_text("utf-8"))["tools"]]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as wrong:
        raise DeclarationError(f"{path.name} can't be read as a declaration of tools: {wrong!r}") from wrong
    return {tool.name: tool for tool in tools}
