"""JSONata as Step Functions evaluates it: JSONata 2.0.6, AWS's own functions, and AWS's restrictions.

It uses `jsonata-python`, because the reference implementation needs Node.js and the laptop stack doesn't. Where `jsonata-python`
accepts more than AWS does, this module refuses it. `tests/local/step_functions/test_evaluator.py` compares the values with recorded
ones.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

import hashlib
import json
import math
import random
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonata import Functions, JException, Jsonata, Parser, Signature, Utils

# Later versions of the reference implementation know these operators. In 2.0.6, which AWS runs, they are syntax errors.
OPERATORS_OF_LATER_VERSIONS = ("??", "?:")

# JavaScript's Number.MAX_SAFE_INTEGER: numbers are doubles there.
LARGEST_EXACT = 2**53 - 1

_EVALUATING = threading.RLock()

HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


class _Encoder(Functions.Encoder):  # type: ignore[misc]  # jsonata-python declares no types.
    """Write characters outside ASCII as they are, like JavaScript's JSON. Then `$string` and `$length` count characters, not
    escapes.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


Functions.Encoder = _Encoder


class QueryEvaluationError(Exception):
    """An expression fails in Step Functions with States.QueryEvaluationError. The message says why."""


def evaluate(expression: str, bindings: Mapping[str, Any] | None = None) -> Any:
    """Return the value of an expression as plain JSON data.

    expression: without `{% %}`.
    bindings: the variables by name, without `$`.
    Raises QueryEvaluationError for a syntax error, a run-time error, an undefined result, and a function as a result.
    """
    frame = {name: _to_jsonata(value) for name, value in (bindings or {}).items()}
    try:
        compiled = _compile(expression)
        # A compiled expression holds its input and its clock while it runs. `$millis` reads the clock of the expression that the
        # thread compiled last.
        with _EVALUATING:
            Jsonata.CURRENT.jsonata = compiled
            result = compiled.evaluate(None, frame)
    except QueryEvaluationError:
        raise
    except JException as error:
        raise QueryEvaluationError(f"The JSONata expression '{expression}' failed: {error}") from error
    except (ArithmeticError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        # The reference implementation reports these as errors of its own. jsonata-python raises a plain Python exception.
        raise QueryEvaluationError(f"The JSONata expression '{expression}' failed: {error}") from error
    if result is None:
        raise QueryEvaluationError(f"The JSONata expression '{expression}' returned nothing (undefined).")
    try:
        return _to_json(result)
    except TypeError as error:
        raise QueryEvaluationError(f"The JSONata expression '{expression}' returned an unsupported result type.") from error


def check(expression: str) -> None:
    """Raise QueryEvaluationError for an expression that is wrong whatever the variables are."""
    _compile(expression)


@lru_cache(maxsize=4096)
def _compile(expression: str) -> Jsonata:
    # jsonata-python keeps one parser a thread.
    parser = Parser()
    for operator in OPERATORS_OF_LATER_VERSIONS:
        del parser.symbol_table[operator]
    Jsonata.PARSER.parser = parser
    try:
        compiled = Jsonata(expression)
    except JException as error:
        raise QueryEvaluationError(f"The JSONata expression '{expression}' is not valid: {error}") from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise QueryEvaluationError(f"The JSONata expression '{expression}' is not valid: {error}") from error
    compiled.set_output_convert_nulls(False)
    _refuse_the_top_level_context(compiled.ast, expression)
    for name, signature, arguments, function in AWS_FUNCTIONS:
        compiled.register_function(name, _Function(signature, arguments, function))
    return compiled


def _refuse_the_top_level_context(node: Any, expression: str) -> None:
    """Refuse `$`, `$$` or a bare name outside a filter or a path. Step Functions has no context item there."""
    name = f"${node.value}" if node.type == "variable" else node.value
    if node.type == "name" or name in ("$", "$$"):
        raise QueryEvaluationError(
            f"The JSONata expression '{expression}' uses '{name}' at the top level: start from $states or a variable."
        )
    for child in _children_in_the_same_context(node):
        _refuse_the_top_level_context(child, expression)


def _children_in_the_same_context(node: Any) -> Iterator[Any]:
    if node.type == "path":
        yield node.steps[0]
        return
    for name in ("expression", "condition", "then", "_else", "body", "procedure", "lhs", "rhs"):
        child = getattr(node, name, None)
        if isinstance(child, Parser.Symbol):
            yield child
    for name in ("expressions", "arguments"):
        yield from (child for child in getattr(node, name, None) or () if isinstance(child, Parser.Symbol))
    if node.type == "unary" and node.value == "{":
        yield from (part for pair in node.lhs_object or () for part in pair)


def _to_jsonata(value: Any) -> Any:
    """Return a copy for jsonata-python.

    It takes None for undefined, so null becomes a value of its own. Whole floats become integers, as in JavaScript.
    """
    match value:
        case None:
            return Utils.NULL_VALUE
        case bool():
            return value
        case int() if abs(value) > LARGEST_EXACT:
            return _whole(float(value))
        case float():
            return _whole(value)
        case dict():
            return {key: _to_jsonata(item) for key, item in value.items()}
        case list() | tuple():
            return [_to_jsonata(item) for item in value]
    return value


def _whole(number: float) -> int | float:
    """Return a number as JavaScript writes it: 1.0 is 1; from 1e21 on the exponent stays."""
    return int(number) if number.is_integer() and abs(number) < 1e21 else number


def _to_json(value: Any) -> Any:
    """Return a copy as plain JSON data, which shares no list or dict with a variable. Raise TypeError for a function."""
    if value is Utils.NULL_VALUE or value is None:
        return None
    match value:
        case bool() | str() | int():
            return value
        case float():
            if not math.isfinite(value):
                return None
            return _whole(value)
        case dict():
            return {key: _to_json(item) for key, item in value.items()}
        case list():
            return [_to_json(item) for item in value]
    raise TypeError(type(value).__name__)


class _Function(Jsonata.JFunction):  # type: ignore[misc]  # jsonata-python declares no types.
    """One of AWS's functions, in the shape of jsonata-python's own, so that `$map(list, $parse)` works too."""

    def __init__(self, signature: str, arguments: int, function: Callable[..., Any]) -> None:
        super().__init__(None, signature)
        self.signature = Signature(signature, signature)
        self._arguments = arguments
        self._function = function

    def call(self, input: Any, args: Any) -> Any:
        given = list(args or [])[: self._arguments]
        return self._function(*given, *[None] * (self._arguments - len(given)))

    def get_number_of_args(self) -> int:
        return self._arguments


def _parse(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return _to_jsonata(json.loads(text))
    except ValueError as error:
        raise QueryEvaluationError(f"$parse: not valid JSON: {error}") from error


def _partition(array: list[Any] | None, size: int | None) -> list[list[Any]] | None:
    if array is None:
        return None
    if size is None or size != int(size) or size < 1:
        raise QueryEvaluationError(f"$partition: the chunk size has to be a positive whole number, not {size}")
    return [list(array[start : start + int(size)]) for start in range(0, len(array), int(size))]


def _range(first: float | None, last: float | None, step: float | None) -> list[float] | None:
    if first is None or last is None or step is None:
        return None
    if step == 0:
        raise QueryEvaluationError("$range: the step can't be 0")
    count = math.floor((last - first) / step) + 1
    if count > 1000:
        raise QueryEvaluationError(f"$range: {count} values, and the limit is 1,000")
    return [_to_jsonata(first + index * step) for index in range(max(count, 0))]


def _hash(data: Any, algorithm: str | None) -> str | None:
    if data is None:
        return None
    if algorithm not in HASHES:
        raise QueryEvaluationError(f"$hash: the algorithm is {algorithm!r}: allowed are {', '.join(HASHES)}")
    text = data if isinstance(data, str) else json.dumps(_to_json(data), separators=(",", ":"), ensure_ascii=False)
    return hashlib.new(HASHES[algorithm], text.encode()).hexdigest()


def _random(seed: float | None) -> float:
    return random.random() if seed is None else random.Random(seed).random()


def _uuid() -> str:
    return str(uuid.uuid4())


def _eval(*_: Any) -> None:
    raise QueryEvaluationError("The function $eval is not supported")


AWS_FUNCTIONS: tuple[tuple[str, str, int, Callable[..., Any]], ...] = (
    ("parse", "<s-:x>", 1, _parse),
    ("partition", "<an:a>", 2, _partition),
    ("range", "<nnn:a>", 3, _range),
    ("hash", "<x-s:s>", 2, _hash),
    ("random", "<n?:n>", 1, _random),
    ("uuid", "<:s>", 0, _uuid),
    ("eval", "<sx?:x>", 2, _eval),
)
"""https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn"""
