"""A tool that a folder of `lambda/tools` has."""

from dataclasses import KW_ONLY, dataclass
from typing import Any

from agents.errors import DeclarationError
from agents.tool_kinds.tool import Functions, Tool
from agents.tools_json.file import read_tools_json, tool_folder_names


@dataclass(frozen=True)
class FolderTool(Tool):
    """A tool that a function of this project runs. All but `function` comes from the folder's `tools.json`."""

    _: KW_ONLY
    function: str
    """The folder of `lambda/tools`."""

    def _of_its_kind(self, functions: Functions) -> dict[str, Any]:
        return {"function": dict(functions[self.function])}

    @property
    def place(self) -> str:
        return f"lambda/tools/{self.function}/tools.json"

    @property
    def source(self) -> str:
        return self.function

    @property
    def gives_data(self) -> bool:
        file = self._file()
        return bool(file.get("reads_data") or file.get("holds_data"))

    @property
    def gives_away(self) -> bool:
        return bool(self._file().get("sends_out"))

    @property
    def _owned(self) -> str:
        return f" of {self.function}"

    def _file(self) -> dict[str, Any]:
        """Return the tools.json. Return nothing if the folder isn't there: it can't be deployed. Raises DeclarationError."""
        return read_tools_json(self.function) if self.function in tool_folder_names() else {}


def tools_in(function: str, *names: str) -> tuple[FolderTool, ...]:
    """Return tools of one function, the folder `lambda/tools/<function>`.

    names: the tools to return, in this order. Without names: all tools, in the order of `tools.json`.

    Raises DeclarationError.
    """
    declared = read_tools_json(function)
    seconds = declared["timeout_seconds"]
    tools = {tool["name"]: FolderTool(function=function, timeout_seconds=seconds, **tool) for tool in declared["tools"]}
    if unknown := [name for name in names if name not in tools]:
        raise DeclarationError(f"{function}/tools.json has no tool {', '.join(unknown)}; it has: {', '.join(tools)}")
    return tuple(tools[name] for name in names or tools)
