"""moto's interpreter of the Amazon States Language, patched to behave like AWS.

moto contains LocalStack's interpreter. Its grammar, state types and event history are right and stay unchanged. It has no JSONata
evaluator, calls its own emulators, and breaks a few rules of AWS. The replacements of its functions stand with their reasons in
`expressions.py`, `tasks.py`, `flow.py`, `failures.py` and `http_invoke/task.py`. This module applies them. A test,
`test_interpreter.py`, fails if a new moto has changed a function that was replaced.
"""

import json
from functools import lru_cache
from typing import Any

from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from local.step_functions import expressions, failures, fields, flow, nested_runs, tasks
from local.step_functions.http_invoke import task as http_task

PATCHES = expressions.PATCHES + tasks.PATCHES + flow.PATCHES + failures.PATCHES + nested_runs.PATCHES + http_task.PATCHES

CHANGED = [str(patch) for patch in PATCHES if patch.source_digest() != patch.digest]
"""The patched functions of moto whose source has changed since the patch was written."""

for patch in PATCHES:
    patch.apply()


@lru_cache(maxsize=256)
def parse(definition: str) -> Program:
    """Return the program of a definition.

    moto needs 0.2 s to parse an agent's definition. Programs are cached, because they keep no state of a run.

    moto reads the escape of an emoji as two characters, so it gets the character. Each expression carries the name of its field in
    front, which a failure names.
    """

    def named(place: str, field: str, value: Any) -> Any:
        return f"{{%{field}{expressions.END_OF_FIELD}{value[2:]}" if fields.is_expression(value) else value

    machine = fields.visit_values(json.loads(definition), named)
    program, _ = AmazonStateLanguageParser.parse(json.dumps(machine, ensure_ascii=False))
    assert isinstance(program, Program)
    return program
