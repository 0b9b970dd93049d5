"""The error of a wrong declaration."""


class DeclarationError(ValueError):
    """An agent or a tool is declared wrongly. The message names it, what was given and what is allowed."""
