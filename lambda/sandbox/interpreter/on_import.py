"""Calls a function when the code imports a package, right after the import. Packages that the code doesn't use cost no time."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


class CallAfterImport(MetaPathFinder):
    """Finds modules as Python does, and calls the function of a module when the module has run."""

    def __init__(self, functions: Mapping[str, Callable[[Any], None]]):
        self._waiting = dict(functions)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        then = self._waiting.pop(fullname, None)
        spec = PathFinder.find_spec(fullname, path, target) if then else None
        if spec is None or spec.loader is None or then is None:
            return None
        run = spec.loader.exec_module

        def run_and_call(module: ModuleType) -> None:
            run(module)
            then(module)

        spec.loader.exec_module = run_and_call  # type: ignore[method-assign]
        return spec


def call_after_import(functions: Mapping[str, Callable[[Any], None]]) -> None:
    """Call each function with the module of its name, when that is imported for the first time."""
    sys.meta_path.insert(0, CallAfterImport(functions))
