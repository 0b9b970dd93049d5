"""moto's interpreter of the Amazon States Language, told to do as AWS does.

moto carries LocalStack's interpreter: the grammar, the state types and the event history are right, and are used as
they are. It has no JSONata evaluator, calls its own emulators, and breaks a few rules of AWS. `expressions.py`,
`tasks.py` and `flow.py` hold what takes the place of moto's functions there, and why; this is where it is put in.
`tests/local/step_functions/test_interpreter.py` fails when a new moto has changed a function that was replaced.
"""

from functools import lru_cache

from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from local.step_functions import expressions, flow, tasks

PATCHES = expressions.PATCHES + tasks.PATCHES + flow.PATCHES

CHANGED = [str(patch) for patch in PATCHES if patch.source_digest() != patch.digest]
"""The functions of moto that aren't what the patches were written against."""

for patch in PATCHES:
    patch.apply()


@lru_cache(maxsize=256)
def parse(definition: str) -> Program:
    """The program of a definition. Parsing one of an agent takes moto 0.2 s, and a program keeps no state of a
    run.
    """
    return AmazonStateLanguageParser.parse(definition)[0]
