"""Refuses locks with known malicious releases."""

from collections.abc import Iterable
from pathlib import Path

from components.packaging import known_bad
from components.packaging.errors import RefusedPackageError


def refuse_known_bad(locks: Iterable[Path]) -> None:
    """Raise RefusedPackageError for locks with a release that is known to be malicious."""
    if found := known_bad.problems(locks):
        raise RefusedPackageError(
            f"{'; '.join(found)}. Lock another: make lock OPTIONS=--upgrade. If that one was installed anywhere, follow the "
            "advisory there"
        )
