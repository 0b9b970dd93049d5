"""JSONata in the declaration of a tool: a text `{% … %}`, alone or as a value within JSON.

An expression over the tool's input names it `$input`. One over what a call gave back names it `$result`. An expression has to parse
by itself, so none can end early and reach into the expression around it. It may name the variables that it is offered, those that
it sets itself, and the functions of JSONata and Step Functions. It never reaches the run's own variables or `$states`.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

EXPRESSION = re.compile(r"\{%(.*)%\}", re.DOTALL)
_WITHIN = re.compile(r"\{%[^%]*\$(input|result|run)\b[^%]*%\}")
"""An expression within a text."""

# https://docs.jsonata.org/overview.html, without $eval, which Step Functions doesn't have, and with its own:
# https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
FUNCTIONS = frozenset(
    [
        "abs",
        "append",
        "assert",
        "average",
        "base64decode",
        "base64encode",
        "boolean",
        "ceil",
        "clone",
        "contains",
        "count",
        "decodeUrl",
        "decodeUrlComponent",
        "distinct",
        "each",
        "encodeUrl",
        "encodeUrlComponent",
        "error",
        "exists",
        "filter",
        "floor",
        "formatBase",
        "formatInteger",
        "formatNumber",
        "fromMillis",
        "join",
        "keys",
        "length",
        "lookup",
        "lowercase",
        "map",
        "match",
        "max",
        "merge",
        "millis",
        "min",
        "not",
        "now",
        "number",
        "pad",
        "parseInteger",
        "power",
        "reduce",
        "replace",
        "reverse",
        "round",
        "shuffle",
        "sift",
        "single",
        "sort",
        "split",
        "spread",
        "sqrt",
        "string",
        "substring",
        "substringAfter",
        "substringBefore",
        "sum",
        "toMillis",
        "trim",
        "type",
        "uppercase",
        "zip",
        "hash",
        "parse",
        "partition",
        "random",
        "range",
        "uuid",
    ]
)

# The parts of a node that are evaluated for each of the values before them, so that a name in them is a field of such a value.
_INNER = ("stages", "predicate", "group", "terms", "pattern", "update", "delete")
_OUTER = ("_else", "arguments", "condition", "expression", "expressions", "lhs", "lhs_object", "procedure", "rhs", "then", "expr")


class Fields(Protocol):
    """The fields that a value may have."""

    def names(self) -> list[str] | None:
        """Return the names of the fields. None: any."""

    def field(self, name: str) -> "Fields":
        """Return the fields of a field."""


class AnyFields:
    """A value of which nothing is known."""

    def names(self) -> list[str] | None:
        return None

    def field(self, name: str) -> Fields:
        return self


ANY = AnyFields()


@dataclass(frozen=True)
class SchemaFields:
    """A value of an input_schema. The items of a list count as the list, as they do in JSONata."""

    schema: Mapping[str, Any]

    def names(self) -> list[str] | None:
        schema = self._of_items()
        return list(schema.get("properties", {})) if schema.get("type") == "object" else []

    def field(self, name: str) -> Fields:
        return SchemaFields(self._of_items()["properties"][name])

    def _of_items(self) -> Mapping[str, Any]:
        schema = self.schema
        while schema.get("type") == "array":
            schema = schema.get("items", {})
        return schema


@dataclass(frozen=True)
class NamedFields:
    """A value with these fields, of which no more is known."""

    known: tuple[str, ...]

    def names(self) -> list[str] | None:
        return list(self.known)

    def field(self, name: str) -> Fields:
        return ANY


RUN = NamedFields(("execution", "agent"))
"""The fields of `$run` that an expression may use: the name of the execution, and that of the agent."""


def inside(text: Any) -> str | None:
    """Return the JSONata of a text `{% … %}`, or None for any other value."""
    found = EXPRESSION.fullmatch(text) if isinstance(text, str) else None
    return found[1].strip() if found else None


def half(text: str) -> str | None:
    """Return a sentence if a text that is no expression was meant to be one: it would stay as it is. Else return None."""
    if not text.strip().startswith("{%") and not _WITHIN.search(text):
        return None
    return "an expression begins with {% and ends with %}, with nothing around it, like {% 'No. ' & $input.number %}"


def expressions_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the place and the JSONata of each expression within JSON."""
    yield from ((place, jsonata) for place, text in _texts_in(value, path) if (jsonata := inside(text)) is not None)


def _texts_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts_in(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts_in(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value


def problems(value: Any, path: str, input_schema: Mapping[str, Any], result: Fields = ANY) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the expressions within JSON.

    path: the place of the JSON. `result` is the place of what the model gets, and the only one that may name `$result`.
    result: the fields of `$result`.
    """
    offered: dict[str, Fields] = {"input": SchemaFields(input_schema), "run": RUN}
    if path == "result":
        offered = {"result": result, **offered}
    for place, text in _texts_in(value, path):
        if inside(text) is None and (problem := half(text)):
            yield f"{place} is {text[:200]!r}: {problem}"
    for place, jsonata in expressions_in(value, path):
        for problem in problems_of(jsonata, offered):
            yield f"{place} is {jsonata[:200]!r}: {problem}"


def problems_of(jsonata: str, variables: Mapping[str, Fields]) -> list[str]:
    """Return a sentence for each thing that is wrong with an expression, without its `{% %}`.

    variables: the variables that it may use, without `$`, and the fields of each.
    """
    try:
        tree = _parsed(jsonata)
    except ValueError as wrong:
        return [f"it doesn't parse as JSONata: {wrong}"]
    newer = sorted({sign for node in _nodes(tree) if (sign := _newer_operator(node, jsonata))})
    if newer:
        return [f"it has {' and '.join(newer)}, which Step Functions' JSONata 2.0.6 doesn't have: write $exists(…) ? … : …"]
    own = {name for node in _nodes(tree) for name in _set_by(node)}
    if taken := sorted(own & {*variables, "states"}):
        return [f"it sets {', '.join(f'${name}' for name in taken)}, which is given: take another name"]
    return list(dict.fromkeys(_problems(tree, variables, own, False)))


def input_path(text: str) -> list[str] | None:
    """Return the names of the fields if the whole expression is a path like `$input.a.b`, else None."""
    try:
        tree = _parsed(text)
    except ValueError:
        return None
    steps = tree.steps if tree.type == "path" else []
    plain = all(not step.stages and not step.predicate for step in steps) and not getattr(tree, "group", None)
    if not steps or not plain or steps[0].type != "variable" or steps[0].value != "input":
        return None
    return [str(step.value) for step in steps[1:]] if all(step.type == "name" for step in steps[1:]) else None


def _parsed(text: str) -> Any:
    # Imported here, because the import is slow and most commands need no expression.
    from jsonata import Jsonata

    if not text.strip():
        raise ValueError("it is empty")
    try:
        # The parser needs a character after a comment.
        return Jsonata(text + " ").ast
    except Exception as wrong:  # the parser raises its own errors, and IndexError at an end that it doesn't expect
        said = str(wrong) if type(wrong).__name__ == "JException" else "it ends too early"
        raise ValueError(said) from wrong


def _nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, list | tuple):
        for one in node:
            yield from _nodes(one)
    elif hasattr(node, "nud"):
        yield node
        for part in (*_INNER, *_OUTER, "steps", "body"):
            yield from _nodes(getattr(node, part, None))


def _newer_operator(node: Any, jsonata: str) -> str | None:
    """Return the operator of JSONata 2.1 that a condition was written with, or None. The node's position is after the operator."""
    sign = jsonata[max(node.position - 2, 0) : node.position] if node.type == "condition" else ""
    return sign if sign in ("??", "?:") else None


def _set_by(node: Any) -> list[str]:
    """Return the variables that a node sets."""
    found = [name for name in (getattr(node, "focus", None), getattr(node, "index", None)) if isinstance(name, str)]
    if node.type == "bind":
        found.append(str(node.lhs.value))
    if node.type == "lambda":
        found += [str(one.value) for one in node.arguments]
    return found


def _problems(node: Any, variables: Mapping[str, Fields], own: set[str], inside: bool) -> Iterator[str]:
    """inside: true where a name is a field of the value before it."""
    if isinstance(node, list | tuple):
        for one in node:
            yield from _problems(one, variables, own, inside)
        return
    if not hasattr(node, "nud"):
        return
    if node.type == "path":
        for at, step in enumerate(node.steps):
            yield from _problems(step, variables, own, inside or at > 0)
        yield from _unknown_field(node.steps, variables)
    elif node.type == "variable":
        yield from _problem_of_a_variable(str(node.value), variables, own, inside)
    elif node.type in ("name", "wildcard", "descendant", "parent") and not inside:
        yield f"{node.value} stands alone, and is a field of nothing: begin with a variable, like $input.{node.value}"
    if node.type == "lambda":
        yield from _problems(node.body, variables, own, True)
        return
    outer = [part for part in _OUTER if not (node.type == "bind" and part == "lhs")]
    for part in outer:
        yield from _problems(getattr(node, part, None), variables, own, inside or node.type == "filter")
    for part in _INNER:
        # A node that is no path has steps of its own in none of these.
        yield from _problems(getattr(node, part, None), variables, own, True)


def _problem_of_a_variable(name: str, variables: Mapping[str, Fields], own: set[str], inside: bool) -> Iterator[str]:
    offered = ", ".join(f"${each}" for each in variables)
    if name == "$" or (name == "" and not inside):
        yield f"it names ${name}, which Step Functions doesn't have there. Offered are {offered}"
    elif name and name not in variables and name not in own and name not in FUNCTIONS:
        close = difflib.get_close_matches(name, [*variables, *own, *FUNCTIONS], 1, 0.75)
        meant = f" (did you mean ${close[0]}?)" if close and name != "states" else ""
        yield f"there is no ${name}{meant}. Offered are {offered}, and the functions of JSONata"


def _unknown_field(steps: Any, variables: Mapping[str, Fields]) -> Iterator[str]:
    if steps[0].type != "variable" or steps[0].value not in variables:
        return
    fields, path = variables[steps[0].value], f"${steps[0].value}"
    for step in steps[1:]:
        if step.type != "name":
            return
        names = fields.names()
        if names is not None and step.value not in names:
            close = difflib.get_close_matches(step.value, names, 1)
            has = f" (did you mean {close[0]}?)" if close else f": it has {', '.join(names)}" if names else ": it has no fields"
            yield f"{path} has no field {step.value!r}{has}"
            return
        fields, path = fields.field(step.value), f"{path}.{step.value}"
