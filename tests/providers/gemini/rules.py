"""What Google refuses though its schema has it, in its words where they are known.

The words are those of the Gemini API; Vertex AI says the same a little differently. https://ai.google.dev/api/generate-content
"""

import re
from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from local.scripted_model.request import RejectedError, demand
from tests.providers.gemini.contents import check_contents
from tests.providers.gemini.parameters import check_parameters

NAME = re.compile(r"^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$")
CONFIG = "GenerateContentRequest.generation_config"


def check(body: dict[str, Any], model: str) -> None:
    """Raises RejectedError for a body that this model would refuse. `body` is as `payload.Schema` has read it."""
    names = _check_tools(body.get("tools", []), model)
    _check_tool_config(body, names)
    _check_generation(body.get("generationConfig", {}))
    if "systemInstruction" in body:
        parts = body["systemInstruction"].get("parts")
        words = "* GenerateContentRequest.system_instruction.parts: contents.parts must not be empty.\n"
        demand(parts and all(part.get("text") for part in parts), words)
    check_contents(body.get("contents", []), model)


def _check_tools(tools: list[dict[str, Any]], model: str) -> list[str]:
    names = []
    for number, tool in enumerate(tools):
        at = f"GenerateContentRequest.tools[{number}]"
        demand(len(tool) == 1, f"* {at}.tool_type: required one_of 'tool_type' must have one initialized field\n")
        for index, function in enumerate(tool.get("functionDeclarations", [])):
            where = f"{at}.function_declarations[{index}]"
            names.append(function.get("name", ""))
            demand(
                NAME.match(names[-1]),
                f"* {where}.name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, "
                "A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 64.\n",
            )
            both = "parameters" in function and "parametersJsonSchema" in function
            demand(not both, f"* {where}: only one of parameters and parameters_json_schema may be set.\n")
            if "parameters" in function:
                check_parameters(function["parameters"], f"{where}.parameters", model)
            if "parametersJsonSchema" in function:
                _check_json_schema(function["parametersJsonSchema"], where)
    for name, other in pairwise(sorted(names)):
        demand(name != other, f"Duplicate function declaration found: {name}")
    return names


def _check_json_schema(schema: Any, at: str) -> None:
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise RejectedError(f"* {at}.parameters_json_schema: {error.message}\n") from error
    kind = schema.get("type") if isinstance(schema, dict) else None
    demand(kind == "object", f"* {at}.parameters_json_schema: parameters schema should be of type OBJECT.\n")


def _check_tool_config(body: dict[str, Any], names: list[str]) -> None:
    calling = body.get("toolConfig", {}).get("functionCallingConfig")
    if calling is None:
        return
    demand(names, "Function calling config is set without function_declarations.")
    allowed, mode = calling.get("allowedFunctionNames", []), calling.get("mode", "AUTO")
    fits = not allowed or mode in ("ANY", "VALIDATED")
    demand(fits, "Please set allowed_function_names only when function calling mode is ANY or VALIDATED.")
    unknown = [name for name in allowed if name not in names]
    demand(not unknown, f"allowed_function_names: {', '.join(unknown)} is not among the declared functions.")
    if mode == "ANY":
        # https://github.com/googleapis/python-genai/issues/981
        functions = [function for tool in body["tools"] for function in tool.get("functionDeclarations", [])]
        whole = all({"parameters", "parametersJsonSchema"} & function.keys() for function in functions)
        demand(whole, "Request contains an invalid argument.")


def _check_generation(config: dict[str, Any]) -> None:
    demand(config.get("maxOutputTokens", 1) > 0, f"* {CONFIG}.max_output_tokens: must be positive.\n")
    warm = 0 <= config.get("temperature", 1) <= 2
    demand(warm, f"* {CONFIG}.temperature: temperature must be in the range [0.0, 2.0].\n")
    demand(0 <= config.get("topP", 1) <= 1, f"* {CONFIG}.top_p: top_p must be in the range [0.0, 1.0].\n")
    both = {"thinkingBudget", "thinkingLevel"} <= config.get("thinkingConfig", {}).keys()
    demand(not both, "You can only set only one of thinking budget and thinking level.")
