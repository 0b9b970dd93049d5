"""JSONata as Step Functions evaluates it: JSONata 2.0.6, AWS's own functions, and AWS's restrictions.

The expressions run in the reference implementation itself, jsonata-2.0.6.min.js, which QuickJS carries out. `evaluator.js` has what
AWS adds to it. Numbers are doubles, as in JavaScript.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

import hashlib
import json
import random
import threading
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from quickjs import Context, JSException

FOLDER = Path(__file__).parent
SOURCES = (FOLDER / "jsonata-2.0.6.min.js", FOLDER / "evaluator.js")

# An expression that needs more ends with an error.
MEMORY_LIMIT_BYTES = 256 * 1024 * 1024
TIME_LIMIT_SECONDS = 20

HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


class QueryEvaluationError(Exception):
    """An expression fails in Step Functions with States.QueryEvaluationError. The message says why, as AWS words it."""


def evaluate(expression: str, bindings: Mapping[str, Any] | None = None, field: str | None = None) -> Any:
    """Return the value of an expression as plain JSON data.

    expression: without `{% %}`.
    bindings: the variables by name, without `$`.
    field: the field of the state, for the message of an error.
    Raises QueryEvaluationError for a syntax error, a run-time error, an undefined result, and a function as a result.
    """
    # A large variable costs time even if the expression doesn't use it.
    used = {name: value for name, value in (bindings or {}).items() if f"${name}" in expression}
    what = f"The JSONata expression '{expression}'" + (f" specified for the field '{field}'" if field else "")
    match _run(expression, used):
        case {"json": value}:
            return json.loads(value)
        case {"undefined": True}:
            raise QueryEvaluationError(f"{what} returned nothing (undefined).")
        case {"function": True}:
            raise QueryEvaluationError(f"{what} returned an unsupported result type.")
        case {"invalid": why}:
            raise QueryEvaluationError(f"{what} is not valid{why}")
        case {"error": why}:
            raise QueryEvaluationError(f"{what} threw an error during evaluation{why}")


def check(expression: str) -> None:
    """Raise QueryEvaluationError for an expression that is wrong whatever the variables are."""
    if why := _run(expression, None).get("invalid"):
        raise QueryEvaluationError(f"The JSONata expression '{expression}' is not valid{why}")


class _Engine:
    """A JavaScript engine with JSONata in it. One expression runs at a time."""

    def __init__(self) -> None:
        context = Context()
        for source in SOURCES:
            context.eval(source.read_text())
        context.set_memory_limit(MEMORY_LIMIT_BYTES)
        # `evaluator.js` ends an endless loop, and QuickJS an endless regex.
        context.set("longestSeconds", TIME_LIMIT_SECONDS)
        context.set_time_limit(TIME_LIMIT_SECONDS)
        self._run_a_job = context.execute_pending_job
        names = ("begin", "nextQuestion", "reply", "refuse", "takeAnswer")
        self._begin, self._next_question, self._reply, self._refuse, self._take_answer = map(context.get, names)

    def run(self, expression: str, bindings: str | None) -> Any:
        self._begin(expression, bindings) if bindings else self._begin(expression)
        self._run_all_jobs()
        while question := self._next_question():
            name, given = json.loads(question)
            try:
                self._reply(json.dumps(FUNCTIONS[name](*given)))
            except ValueError as error:
                self._refuse(str(error))
            self._run_all_jobs()
        return json.loads(self._take_answer())

    def _run_all_jobs(self) -> None:
        while self._run_a_job():
            pass


_lock = threading.Lock()
_engine: _Engine | None = None


def _run(expression: str, bindings: Mapping[str, Any] | None) -> Any:
    global _engine
    text = None if bindings is None else json.dumps(bindings)
    with _lock:
        # An engine that was interrupted may have jobs left.
        engine, _engine = _engine or _Engine(), None
        try:
            found = engine.run(expression, text)
        except JSException:
            return {"error": ": Expression evaluation timeout: Check for infinite loop"}
        _engine = engine
        return found


def _hash(text: str, algorithm: str) -> str:
    if algorithm not in HASHES:
        raise ValueError(f"the algorithm of $hash is {algorithm!r}: allowed are {', '.join(HASHES)}")
    return hashlib.new(HASHES[algorithm], text.encode(errors="replace")).hexdigest()


def _random(seed: int | None = None) -> float:
    """Return a number from 0 up to 1; for a seed, the one of `java.util.Random`, as AWS does."""
    if seed is None:
        return random.random()
    state, halves = seed ^ 0x5DEECE66D, []
    for bits in (26, 27):
        state = (state * 0x5DEECE66D + 0xB) % 2**48
        halves.append(state >> (48 - bits))
    return float((halves[0] << 27) + halves[1]) / 2**53


FUNCTIONS: dict[str, Callable[..., Any]] = {"hash": _hash, "random": _random, "uuid": lambda: str(uuid.uuid4())}
"""AWS's functions that `evaluator.js` leaves to Python."""
