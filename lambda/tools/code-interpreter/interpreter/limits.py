"""What a call of `execute_python` may use."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    wall_seconds: int = 40
    """Then the child is killed. Well below the tool's timeout in tools.json, so that the model gets to know why."""
    cpu_seconds: int = 30
    """Of all threads together. Then the kernel kills the child."""
    memory_bytes: int = 1024 * MB
    """Of address space, two thirds of the function's memory. Then the code gets a MemoryError."""
    file_bytes: int = 16 * MB
    """Of each file that the code writes. Those that it leaves in `results/` are read into memory one after the other."""
    open_files: int = 128
    threads: int = 32
    """And processes, beyond those that this user has already. The kernel doesn't count root's."""
    output_bytes: int = 5 * MB
    """Of stdout and stderr each. Then the child is killed."""


KEPT_OUTPUT_BYTES = 50_000
"""Of stdout and stderr each: the beginning."""
MOST_TEXT = 50_000
"""Characters of the last expression's value, and of the traceback."""
MOST_FILES_BYTES = 200 * MB
"""Of all files together that are put into the code's folder. In Lambda they lie in /tmp, which has 512 MB."""
MOST_RESULT_FILES = 5
MOST_FIGURES = 10
MOST_FIGURE_BYTES = 5 * MB
