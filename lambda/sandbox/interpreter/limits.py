"""The limits of a call of `execute_python`."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    wall_seconds: int = 40
    """After this time the child is killed. It is well below the timeout in tools.json, so that the model learns the cause."""
    cpu_seconds: int = 30
    """The CPU time of all threads together. After it the kernel kills the child."""
    memory_bytes: int = 1024 * MB
    """Bytes of address space: two thirds of the function's memory. Beyond them the code gets a MemoryError."""
    file_bytes: int = 16 * MB
    """Bytes of each file that the code writes."""
    folder_bytes: int = 512 * MB
    """Bytes of all files in the code's folder, and of those that it has removed and still holds open. Lambda's /tmp has no more."""
    entries: int = 50_000
    """Files and folders in the code's folder."""
    open_files: int = 128
    threads: int = 32
    """Threads and processes, beyond those that this user has already. The kernel doesn't count root's."""
    output_bytes: int = 5 * MB
    """Bytes of stdout and of stderr. Beyond them the child is killed."""


KEPT_OUTPUT_BYTES = 50_000
"""The bytes that are kept of the beginning of stdout, and of stderr."""
MOST_TEXT = 50_000
"""The most characters of the last expression's value, and of the traceback."""
MOST_NOTES = 20
MOST_NOTE = 500
"""The most characters of a note that comes from the child."""
MOST_REPORT_BYTES = 10_000
"""The most bytes that the child says of its confinement."""
MOST_FILES_BYTES = 200 * MB
"""Bytes of all files together that the function puts into the code's folder. In Lambda they lie in /tmp, which has 512 MB."""
MOST_RESULT_FILES = 20
"""Files that the code leaves, without the figures."""
MOST_FIGURES = 10
MOST_KEPT_BYTES = 80 * MB
"""Bytes of all files and figures that the code leaves. They are in memory together."""
MOST_ENTRIES = 2_000
"""The entries of the code's folder that are looked at."""
MOST_DEPTH = 8
"""The folders within each other that are looked into."""
MOST_FIGURE_BYTES = 5 * MB
