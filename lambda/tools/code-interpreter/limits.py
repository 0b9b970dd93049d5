"""The limits of a call of `execute_python`. Those of the code itself are the sandbox's: lambda/sandbox/interpreter/limits.py."""

MB = 1024 * 1024

MOST_FILES_BYTES = 200 * MB
"""Bytes of all files together that the code is given. In Lambda they lie in the sandbox's /tmp, which has 512 MB."""
MOST_RESULT_FILES = 20
"""Files that the code leaves, without the figures."""
MOST_FIGURES = 10
MOST_FILE_BYTES = 16 * MB
MOST_FIGURE_BYTES = 5 * MB
MOST_TEXT = 51_000
"""Characters of stdout, stderr, the value and the error. The sandbox cuts them at 50,000 and says so."""
MOST_NOTES = 30
MOST_NOTE = 3_000
MOST_ANSWER_BYTES = 2 * MB
"""Bytes of the sandbox's answer. It holds four texts, notes and names, of up to 6 bytes a character."""
