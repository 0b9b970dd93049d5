"""The Python toolkit as a tool function finds it: importable as `toolkit`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "lambda" / "toolkit" / "python"))
