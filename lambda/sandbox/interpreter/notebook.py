"""The functions that code for a notebook calls without an import."""

import builtins
import site
import sys
import types
from collections.abc import Callable
from typing import Any


def install(show_figure: Callable[[Any], bool]) -> None:
    """Add exit, quit, help and display to the builtins, and the module IPython.display.

    show_figure: keeps a figure, and returns False for any other value.
    """

    def display(*values: Any, **_: Any) -> None:
        for value in values:
            if not show_figure(value):
                print(value if isinstance(value, _Shown) else repr(value))

    site.setquit()
    site.sethelper()
    extra: Any = builtins
    extra.display = display
    extra.input = _input
    _install_ipython(display)


def _input(prompt: Any = "", /) -> str:
    raise EOFError("nobody can answer input(): write the value into the code")


class _Shown(str):
    """Text that a notebook would render: Markdown, HTML."""

    def __new__(cls, data: Any = "", *_: Any, **__: Any) -> "_Shown":
        return super().__new__(cls, data)


def _install_ipython(display: Callable[..., None]) -> None:
    package, module = types.ModuleType("IPython"), types.ModuleType("IPython.display")
    for name in ("HTML", "Markdown", "Latex", "Pretty"):
        setattr(module, name, type(name, (_Shown,), {}))
    module.__dict__.update(display=display, clear_output=lambda *_, **__: None)
    # matplotlib asks for the version of an IPython that is loaded. Newer ones need nothing of it.
    package.__dict__.update(display=module, get_ipython=lambda: None, version_info=(9, 0), __path__=[])
    sys.modules.update({"IPython": package, "IPython.display": module})
