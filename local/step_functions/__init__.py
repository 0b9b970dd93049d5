"""Step Functions on this machine: moto's interpreter of the States Language, a JSONata evaluator, and the API in
front of them.
"""

import logging

from local.step_functions.errors import InvalidDefinitionError
from local.step_functions.evaluator import QueryEvaluationError, evaluate

__all__ = ["InvalidDefinitionError", "QueryEvaluationError", "evaluate"]

# moto logs each error that a state machine meets, caught ones too. They are the run's, and stand in its history.
logging.getLogger("moto").setLevel(logging.CRITICAL)
