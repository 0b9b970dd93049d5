"""Step Functions on this machine: moto's interpreter of the States Language, a JSONata evaluator and the API."""

import logging
import sys
from importlib.util import find_spec, module_from_spec

# moto's interpreter imports one enumeration from a module of `moto.batch`. The `__init__` of that package starts emulators of Batch
# and EC2, which takes two thirds of the import time. Its modules can be imported without running that `__init__`.
if (_batch := find_spec("moto.batch")) and "moto.batch" not in sys.modules:
    sys.modules["moto.batch"] = module_from_spec(_batch)

from local.step_functions.errors import InvalidDefinitionError
from local.step_functions.evaluator import QueryEvaluationError, evaluate

__all__ = ["InvalidDefinitionError", "QueryEvaluationError", "evaluate"]

# moto logs each error in a state machine, even a caught one. The history of the run has these errors too.
logging.getLogger("moto").setLevel(logging.CRITICAL)
