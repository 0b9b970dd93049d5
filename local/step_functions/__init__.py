"""Step Functions on this machine: moto's interpreter of the States Language, a JSONata evaluator, and the API in
front of them.
"""

import logging
import sys
from importlib.util import find_spec, module_from_spec

# The interpreter takes one enumeration from a module of moto.batch, and that package starts emulators of Batch and of EC2, which
# takes two thirds of the time of all that is imported here. Its modules can be imported without it having run.
if (_batch := find_spec("moto.batch")) and "moto.batch" not in sys.modules:
    sys.modules["moto.batch"] = module_from_spec(_batch)

from local.step_functions.errors import InvalidDefinitionError
from local.step_functions.evaluator import QueryEvaluationError, evaluate

__all__ = ["InvalidDefinitionError", "QueryEvaluationError", "evaluate"]

# moto logs each error that a state machine meets, caught ones too. They are the run's, and stand in its history.
logging.getLogger("moto").setLevel(logging.CRITICAL)
