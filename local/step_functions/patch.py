"""A place in moto where AWS's rule takes the place of moto's."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True)
class Patch:
    """`replacement` gets moto's function and returns the one to use. `digest` is of the code that it was written
    against.
    """

    owner: Any
    attribute: str
    replacement: Callable[[Function], Function]
    digest: str

    def source_digest(self) -> str:
        """Of moto's code as it is installed; only before `apply`."""
        return hashlib.sha256(inspect.getsource(getattr(self.owner, self.attribute)).encode()).hexdigest()[:12]

    def apply(self) -> None:
        match inspect.getattr_static(self.owner, self.attribute):
            case classmethod(__func__=original):
                replacement: Any = classmethod(self.replacement(original))
            case staticmethod(__func__=original):
                replacement = staticmethod(self.replacement(original))
            case original:
                replacement = self.replacement(original)
        setattr(self.owner, self.attribute, replacement)

    def __str__(self) -> str:
        return f"{self.owner.__name__}.{self.attribute}"


def instead(function: Function) -> Callable[[Function], Function]:
    """For a patch that doesn't call what it replaces."""
    return lambda original: function
