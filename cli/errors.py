"""The errors that end a command with a sentence instead of a traceback, and the exit codes."""

SUCCESS, FAILED, BAD_INPUT, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 130


class CommandError(Exception):
    """End the command. The message says what was given, what is allowed and what to do."""

    exit_code = BAD_INPUT
