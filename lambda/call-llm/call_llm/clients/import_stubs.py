"""Stands in for the modules that the package leaves out.

LiteLLM imports all that it can do at once: a router, a proxy's types, image and video APIs, a hundred providers. That is three
quarters of the time and half of the memory of a cold start, and a call uses none of it. `build.toml` says what is left out, and the
build lists it in `left_out.txt`; where there is no such list, as in the tests, nothing is left out and this does nothing.

What is imported from such a module is a class that can be named, subclassed and put into a type, as imports do, and that can't be
used: it raises LeftOutError with the name of the module to keep. Constants can't stand for anything, so importing one fails.
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
"""What a call wanted of modules that are left out. LiteLLM catches errors of its own logging, so an error alone might go unseen."""
_importing = False
_LEFT_OUT = " (left out)"


class LeftOutError(ImportError):
    """A call needs a module that the package leaves out."""


def install() -> None:
    """Before the libraries are imported. Last in line, so that a module that is there is always itself."""
    if LIST.is_file():
        sys.meta_path.append(ImportStubs(LIST.read_text().split()))


@contextmanager
def importing() -> Iterator[None]:
    """Import stubs can be made meanwhile: importing LiteLLM makes a client of each provider."""
    global _importing
    _importing = True
    try:
        yield
    finally:
        _importing = False


class ImportStubs(MetaPathFinder, Loader):
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
    def __getattr__(self, name: str) -> type:
        if name.startswith("__") or (name.isupper() and "_" in name):
            raise AttributeError(f"{self.__name__}.{name} is left out of this package, see build.toml")
        # Only what is named as an exception may be one: an exception can't be mixed into a Pydantic model.
        bases = (ImportStub, Exception) if name.endswith(("Error", "Exception")) else (ImportStub,)
        made = type(f"{self.__name__}.{name}{_LEFT_OUT}", bases, {})
        setattr(self, name, made)
        return made


class ImportStub:
    """Anything of a module that is left out."""

    def __init__(self, *_: Any, **__: Any) -> None:
        if not _importing:
            # Of a subclass, which may be there, the class that isn't.
            name = next(kind.__name__ for kind in type(self).__mro__ if kind.__name__.endswith(_LEFT_OUT))
            used.append(name)
            raise LeftOutError(f"a call needs {name}: keep its module in lambda/call-llm/build.toml")

    def __init_subclass__(cls, **_: Any) -> None:
        """Takes what the real one's would, like `total=False` of a TypedDict."""

    def __class_getitem__(cls, _: Any) -> type:
        return cls

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: Any) -> Any:
        """As the type of a model's field: there are no values of it."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls)
