"""Importing a library of thousands of modules in no more time than it takes."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from call_llm.engines import stand_ins

stand_ins.install()


@contextmanager
def imports(without: str | None = None) -> Iterator[None]:
    """without: a module that the library can do without, and has no use for here."""
    hidden = without is not None and without not in sys.modules
    if hidden:
        sys.modules[without] = None  # type: ignore[assignment]  # what Python takes for "not there"
    # Importing makes a million objects that all stay: collecting garbage in between finds none and takes a tenth of the time.
    gc.disable()
    try:
        with stand_ins.importing():
            yield
    finally:
        gc.enable()
        gc.freeze()
        if hidden:
            del sys.modules[without]
