"""Calls the function that a Lambda event names, and makes a tool result of its answer."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from toolkit import declared, half_pairs, result, tool_use
from toolkit.errors import DeclarationError, ToolError
from toolkit.log import ToolUseLog

Handler = Callable[[Any, Any], dict[str, Any]]
Call = Callable[[tool_use.ToolUse, dict[str, Any], Any], Any]


def tool_handler(tools_json: Path, *functions: Callable[..., Any]) -> Handler:
    """Return a Lambda handler for the tools of one `tools.json`. Raises DeclarationError if the functions don't fit it.

    functions: one for each tool, with the tool's name. It takes the fields of its input as keyword arguments, and returns text,
    plain JSON or a `Result`. If it raises `ToolError`, the result has is_error. The handler raises any other exception too, so
    that the state machine retries or tells the model.
    """
    tools = declared.read(tools_json)
    by_name = {function.__name__: function for function in functions}
    if tools.keys() != by_name.keys():
        raise DeclarationError(f"{tools_json.name} declares {sorted(tools)}, and there are functions for {sorted(by_name)}")
    for tool in tools.values():
        _check_parameters(tool, by_name[tool.name])

    def call(use: tool_use.ToolUse, given: dict[str, Any], context: Any) -> Any:
        function = by_name[use.name]
        return function(**given, **({"use": use} if _wants_use(function) else {}))

    return _handler(tools, call)


def handler_of_all(tools_json: Path, call: Call) -> Handler:
    """Return a Lambda handler that runs all tools of one `tools.json` by one function. Raises DeclarationError.

    call: takes the tool use, its checked input and Lambda's context, and returns or raises what a tool's function may.
    """
    return _handler(declared.read(tools_json), call)


def _handler(tools: dict[str, declared.DeclaredTool], call: Call) -> Handler:
    def handler(event: Any, context: Any) -> dict[str, Any]:
        use = tool_use.read(event)
        log = ToolUseLog(use)
        try:
            value, is_error = answer(use, context)
            content, stored_bytes = result.content(value, use)
        except Exception as crash:
            log.write("crash", error_class=type(crash).__name__)
            raise
        log.write(
            "error" if is_error else "ok",
            input_bytes=result.json_bytes(use.input),
            content_bytes=result.json_bytes(content),
            stored_bytes=stored_bytes,
        )
        return {"type": "tool_result", "tool_use_id": use.id, "name": use.name, "content": content, "is_error": is_error}

    def answer(use: tool_use.ToolUse, context: Any) -> tuple[Any, bool]:
        try:
            half_pairs.refuse(use)
            tool = tools.get(use.name)
            if tool is None:
                raise ToolError(f"There is no tool {use.name!r} here. There are: {', '.join(tools)}.")
            return call(use, tool.fit(use.input), context), False
        except ToolError as error:
            return error.content, True

    return handler


def _check_parameters(tool: declared.DeclaredTool, function: Callable[..., Any]) -> None:
    """Raise DeclarationError if the schema allows an input that the function doesn't take. It would crash during a run."""
    fields, required = set(tool.schema.get("properties", {})), set(tool.schema.get("required", []))
    parameters = {name: each for name, each in inspect.signature(function).parameters.items() if name != "use"}
    if fields != parameters.keys():
        raise DeclarationError(
            f"tool {tool.name!r} is declared with the fields {sorted(fields)}, and its function takes {sorted(parameters)}"
        )
    needed = {name for name, each in parameters.items() if each.default is inspect.Parameter.empty}
    if missing := sorted(needed - required):
        raise DeclarationError(
            f"tool {tool.name!r} may be called without {', '.join(missing)}: make it required in the input_schema, or give the "
            "function a default"
        )


def _wants_use(function: Callable[..., Any]) -> bool:
    return "use" in inspect.signature(function).parameters
