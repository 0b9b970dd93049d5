"""The errors of a build."""

import pulumi


class BuildError(pulumi.RunError):
    """A package can't be built. The message names the function, what needs it and what to do.

    A RunError, because Pulumi then prints the message without a Python traceback.
    """


class MissingToolError(BuildError):
    """A toolchain isn't on this machine."""


class StaleLockError(BuildError):
    """A lock doesn't have the packages that a person asks for."""


class RefusedPackageError(BuildError):
    """The built package may not be deployed: too big, or with files that have no business in it."""
