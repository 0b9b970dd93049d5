"""Takes the place of the modules that the package leaves out.

LiteLLM imports everything at once: a router, a proxy's types, image and video APIs, a hundred providers. That is three quarters of
the time and half of the memory of a cold start, and a call uses none of it. `build.toml` chooses the modules to leave out, and the
build lists them in `left_out.txt`. Without this list, as in the tests, nothing is left out and this file does nothing.

An import from such a module gives a class. It can be named, subclassed and put into a type, as imports do. Using it raises
LeftOutError with the name of the module to keep. Nothing can take the place of a constant, so importing one fails.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

LIST = Path(__file__).parents[2] / "left_out.txt"

used: list[str] = []
"""The names that a call used of left-out modules. LiteLLM catches errors of its logging, so an error alone may go unseen."""
_importing = False
_LEFT_OUT = " (left out)"


class LeftOutError(ImportError):
    """A call needs a module that the package leaves out."""


def install() -> None:
    """Add the finder of stubs, before the libraries are imported. It is the last one, so that an existing module is found first."""
    if LIST.is_file():
        sys.meta_path.append(ImportStubs(LIST.read_text().split()))


@contextmanager
def importing() -> Iterator[None]:
    """Allow instances of import stubs inside this context. Importing LiteLLM makes a client of each provider."""
    global _importing
    _importing = True
    try:
        yield
    finally:
        _importing = False


class ImportStubs(MetaPathFinder, Loader):
    """Finds and loads the modules of the list, and the packages that they are in."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.names = set(modules)
        for module in modules:
            parts = module.split(".")
            self.names.update(".".join(parts[:end]) for end in range(1, len(parts)))

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname in self.names else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class StubModule(ModuleType):
    """A module that is left out."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__") or (name.isupper() and "_" in name):
            raise AttributeError(f"{self.__name__}.{name} is left out of this package, see build.toml")
        # Only a class named as an exception may be one, because an exception can't be mixed into a Pydantic model.
        bases = (ImportStub, Exception) if name.endswith(("Error", "Exception")) else (ImportStub,)
        made = type(f"{self.__name__}.{name}{_LEFT_OUT}", bases, {})
        setattr(self, name, made)
        return made


class ImportStub:
    """Anything that is imported from a module which is left out."""

    def __init__(self, *_: Any, **__: Any) -> None:
        if not _importing:
            # A subclass may exist. The error names the class that doesn't.
            name = next(kind.__name__ for kind in type(self).__mro__ if kind.__name__.endswith(_LEFT_OUT))
            used.append(name)
            raise LeftOutError(f"a call needs {name}: keep its module in lambda/call-llm/build.toml")

    def __init_subclass__(cls, **_: Any) -> None:
        """Take any argument of the real class, like `total=False` of a TypedDict."""

    def __class_getitem__(cls, _: Any) -> type:
        return cls

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: Any) -> Any:
        """Return the schema of a model's field that has this type. It takes no value."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls)
