"""Why a new thing isn't made."""


class ScaffoldError(Exception):
    """The message says what was given, what is allowed and what to do. Nothing was written."""


class NameRefusedError(ScaffoldError):
    """A name that is taken, or that a language or AWS doesn't allow."""


class TemplateError(ScaffoldError):
    """There is no language of that name, or no template for it."""
