"""The child process: `python -I -S child.py <folder> <settings>` runs `<folder>/code.py` and writes `<folder>/out/result.json`.

It imports no package itself, so that code without packages starts quickly. The parent trusts it as little as the code, and checks
all that it writes.
"""

import contextlib
import gc
import io
import itertools
import json
import linecache
import os
import sys
import traceback
import types
from pathlib import Path
from typing import Any

DEEP = 2_000
COROUTINE = 0x80
"""The flag of a code object with `await` outside of functions."""


def main(folder: Path, settings: dict[str, Any]) -> None:
    # The packages stand at the end of the path, so that the standard library comes first. Modules that the code is given come last.
    sys.path += [settings["packages"], str(folder / "cwd")]
    from interpreter import confinement, elsewhere, notebook, on_import, short_warnings, tables
    from interpreter.charts import Charts

    out, source = folder / "out", (folder / "code.py").read_text("utf-8")
    result: dict[str, Any] = {"value": None, "error": None, "notes": []}
    # Text that the code printed before it was killed must not be lost in a buffer.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    confinement.set_limits(**settings["limits"])
    lacks = confinement.confine(folder, Path(settings["packages"]))
    # Said and closed before the code runs, so that the code can't say it.
    os.write(settings["report"], json.dumps(lacks).encode())
    os.close(settings["report"])
    charts = Charts(out, settings["most_figures"])
    notebook.install(charts.show)
    short_warnings.install()
    on_import.call_after_import(
        {
            "numpy": tables.widen_numpy,
            "pandas": tables.widen_pandas,
            "matplotlib.font_manager": short_warnings.say_once,
            "matplotlib.figure": charts.replace_figure,
            "matplotlib.text": charts.replace_text,
            "matplotlib.pyplot": charts.replace_pyplot,
        }
    )
    elsewhere.refuse(folder)
    try:
        value = run(source, result["notes"])
        charts.show(value)
        result["value"] = None if value is None else repr(value)
    except BaseException as error:
        result["error"] = describe(error)
    try:
        result["notes"] += charts.keep()
    except BaseException as error:
        result["error"] = result["error"] or f"A figure can't be drawn:\n{describe(error)}"
    for name in ("value", "error"):
        text, most = result[name], settings["most_text"]
        if text is not None and len(text) > most:
            result[name] = f"{text[: most // 2]}\n… {len(text) - most} characters left out …\n{text[-most // 2 :]}"
    close_files()
    # The file is ASCII, because the text may hold half of a surrogate pair.
    (out / "result.json").write_text(json.dumps(result))


def close_files() -> None:
    """Write out what the code left in files that it didn't close. os._exit doesn't."""
    names = (("zipfile", "ZipFile"), ("tarfile", "TarFile"), ("matplotlib.backends.backend_pdf", "PdfPages"))
    kinds = tuple(getattr(sys.modules[module], name) for module, name in names if module in sys.modules)
    # type() alone: an object of the code may lie about its class.
    for kind, write_out in ((kinds, "close"), ((io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom), "flush")):
        for each in [each for each in gc.get_objects() if issubclass(type(each), kind)]:
            with contextlib.suppress(Exception):
                getattr(each, write_out)()


def run(source: str, notes: list[str]) -> Any:
    """Run code as the module `__main__`. Return the value of its last statement if that is an expression without `;`."""
    import ast

    from interpreter.code_text import NAME, ends_with_semicolon, parse

    tree, text, said = parse(source)
    notes += said
    linecache.cache[NAME] = (len(text), None, [f"{line}\n" for line in text.split("\n")], NAME)
    last = tree.body[-1] if tree.body else None
    value = ast.Expression(last.value) if isinstance(last, ast.Expr) else None
    if value:
        tree.body.pop()
    main_module = types.ModuleType("__main__")
    sys.modules["__main__"] = main_module
    runners: list[Any] = []

    def evaluate(part: ast.Module | ast.Expression, kind: str) -> Any:
        code = compile(part, NAME, kind, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        found = eval(code, main_module.__dict__)
        if not code.co_flags & COROUTINE:
            return found
        import asyncio

        # Both parts need the same loop: what the first one made belongs to it.
        runners[:] = runners or [asyncio.Runner()]
        return runners[0].run(found)

    evaluate(tree, "exec")
    found = evaluate(value, "eval") if value else None
    return None if ends_with_semicolon(text) else found


def describe(error: BaseException) -> str | None:
    """Return the traceback from the code's first line on, and what helps to repair the error. None for a SystemExit of success."""
    from interpreter import code_text

    if isinstance(error, SystemExit) and error.code in (None, 0):
        return None
    if isinstance(error, MemoryError):
        # The code's own objects still fill the memory that a traceback needs.
        sys.modules["__main__"].__dict__.clear()
    if isinstance(error, SyntaxError) and error.filename == code_text.NAME:
        error.text = error.text or linecache.getline(code_text.NAME, error.lineno or 0)
        return "".join(traceback.format_exception_only(error))
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != code_text.NAME:
        frames = frames.tb_next
    # Code that raises the recursion limit can have millions of frames. Formatting them takes longer than the code may run.
    deep = len(list(itertools.islice(traceback.walk_tb(frames), DEEP))) == DEEP
    text = traceback.TracebackException(type(error), error, frames, limit=-20 if deep else None)
    without_frames_of(text, {str(Path(file).parent) for file in (__file__, code_text.__file__)})
    return "".join(text.format()) + hint(error)


def without_frames_of(text: traceback.TracebackException, folders: set[str]) -> None:
    """Take the frames of files in these folders out of a traceback, and out of those of the errors that led to it."""
    waiting: list[traceback.TracebackException | None] = [text]
    while waiting:
        if each := waiting.pop():
            each.stack = traceback.StackSummary.from_list(
                [frame for frame in each.stack if os.path.dirname(frame.filename) not in folders]
            )
            waiting += [each.__cause__, each.__context__]


def hint(error: BaseException) -> str:
    """Return a line that says what is there, for an error about something that isn't."""
    if isinstance(error, ModuleNotFoundError) or (isinstance(error, ImportError) and "install" in str(error)):
        return "There are the standard library, numpy, pandas, matplotlib and pillow. Nothing can be installed.\n"
    if isinstance(error, FileNotFoundError):
        return f"The working folder has: {', '.join(sorted(os.listdir())[:50])}\n"
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
    for stream in (sys.stdout, sys.stderr):
        # The code may have closed or replaced the stream.
        with contextlib.suppress(Exception):
            stream.flush()
    # A usual exit would wait for threads that the code left.
    os._exit(0)
