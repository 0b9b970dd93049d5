"""A patch: it replaces a function of moto, so that AWS's rule holds."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True)
class Patch:
    """One patched function of moto.

    replacement: takes moto's function and returns the one to use.
    digest: the digest of moto's source when the patch was written.
    """

    owner: Any
    attribute: str
    replacement: Callable[[Function], Function]
    digest: str

    def source_digest(self) -> str:
        """Return the digest of moto's source as it is installed. Call it before `apply`."""
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
    """Make a replacement that never calls the function it replaces."""
    return lambda original: function
