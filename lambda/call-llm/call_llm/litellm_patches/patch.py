"""One change of LiteLLM at run time."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Patch:
    target: str
    """The attribute that is set, as `module:attribute`. The attribute may have dots."""
    replacement: Callable[[Any], Any]
    """Takes LiteLLM's object and returns the object to use."""
    reason: str
    """The fault of LiteLLM's own code, and its consequence."""
    test: str
    """The test that fails without the patch, as `file::function` in tests/lambda/call-llm."""
    digest: str
    """The digest of the code that the replacement was written against. See check.py."""
    code: str = ""
    """The function that the digest is of, as `module:function`, where that isn't the target itself."""
    providers: tuple[str, ...] = ()
    """The providers that the patch is for. Empty for a patch of every call."""

    def apply(self) -> None:
        """Set the target. Raises AttributeError if LiteLLM no longer has it."""
        module, _, path = self.target.partition(":")
        owner: Any = importlib.import_module(module)
        *outer, attribute = path.split(".")
        for name in outer:
            owner = getattr(owner, name)
        setattr(owner, attribute, self.replacement(getattr(owner, attribute)))

    @property
    def replaced(self) -> str:
        """The function whose place the replacement takes, as `module:function`."""
        return self.code or self.target


def instead(replacement: Any) -> Callable[[Any], Any]:
    """Return a `replacement` that has no use for LiteLLM's object."""
    return lambda original: replacement
