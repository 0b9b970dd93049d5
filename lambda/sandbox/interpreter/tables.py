"""How wide numpy and pandas print. Their own limits are those of a terminal: 80 columns, and cells of 50 characters."""

from typing import Any

PANDAS = {
    "display.width": 1_000,
    "display.max_columns": 50,
    "display.max_colwidth": 200,
    "display.max_rows": 60,
    "display.min_rows": 20,
}


def widen_pandas(pandas: Any) -> None:
    for name, value in PANDAS.items():
        pandas.set_option(name, value)


def widen_numpy(numpy: Any) -> None:
    numpy.set_printoptions(linewidth=200)
