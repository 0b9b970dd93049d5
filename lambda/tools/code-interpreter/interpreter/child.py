"""The child process: `python -I -S child.py <folder> <settings>` runs `<folder>/code.py` and writes `<folder>/out/result.json`.

It imports no package itself, so that code without packages starts in 30 ms. The parent trusts it as little as the code, and checks
all that it writes.
"""

import ast
import contextlib
import itertools
import json
import linecache
import os
import sys
import traceback
import types
from pathlib import Path
from typing import Any

NAME = "<code>"
DEEP = 2_000


def main(folder: Path, settings: dict[str, Any]) -> None:
    # The packages stand at the end of the path, so that the standard library comes first.
    sys.path.append(settings["packages"])
    from interpreter import confinement

    out, source = folder / "out", (folder / "code.py").read_text("utf-8")
    result: dict[str, Any] = {"value": None, "error": None, "notes": []}
    # Text that the code printed before it was killed must not be lost in a buffer.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    confinement.set_limits(**settings["limits"])
    try:
        confinement.drop_privileges()
    except confinement.ConfinementError as refused:
        result["unconfined"] = str(refused)
    try:
        value = run(source)
        result["value"] = None if value is None else repr(value)
    except BaseException as error:
        result["error"] = describe(error)
    try:
        result["notes"] += keep_figures(folder / "cwd", settings["given"], out, settings["most_figures"])
    except BaseException as error:
        result["error"] = result["error"] or f"A figure can't be drawn:\n{describe(error)}"
    for name in ("value", "error"):
        text, most = result[name], settings["most_text"]
        if text is not None and len(text) > most:
            result[name] = f"{text[: most // 2]}\n… {len(text) - most} characters left out …\n{text[-most // 2 :]}"
    # The file is ASCII, because the text may hold half of a surrogate pair.
    (out / "result.json").write_text(json.dumps(result))


def run(source: str) -> Any:
    """Run code as the module `__main__`. Return the value of its last statement if that is an expression."""
    linecache.cache[NAME] = (len(source), None, source.splitlines(keepends=True), NAME)
    tree = ast.parse(source, NAME)
    last = tree.body[-1] if tree.body else None
    value = ast.Expression(last.value) if isinstance(last, ast.Expr) else None
    if value:
        tree.body.pop()
    main_module = types.ModuleType("__main__")
    sys.modules["__main__"] = main_module
    exec(compile(tree, NAME, "exec"), main_module.__dict__)
    return eval(compile(value, NAME, "eval"), main_module.__dict__) if value else None


def describe(error: BaseException) -> str | None:
    """Return the traceback without the frames of this file. None for a SystemExit that means success."""
    if isinstance(error, SystemExit) and error.code in (None, 0):
        return None
    if isinstance(error, MemoryError):
        # The code's own objects still fill the memory that a traceback needs.
        sys.modules["__main__"].__dict__.clear()
    if isinstance(error, SyntaxError) and error.filename == NAME:
        return "".join(traceback.format_exception_only(error))
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    # Code that raises the recursion limit can have millions of frames. Formatting them takes longer than the code may run.
    deep = len(list(itertools.islice(traceback.walk_tb(frames), DEEP))) == DEEP
    return "".join(traceback.format_exception(type(error), error, frames, limit=-20 if deep else None))


def keep_figures(cwd: Path, given: list[str], out: Path, most: int) -> list[str]:
    """Write the open figures as figure-1.png and so on, or else the PNG files that the code saved. Return notes.

    given: the names of files that the code didn't write.
    """
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    numbers = pyplot.get_fignums() if pyplot else []
    for index, number in enumerate(numbers[:most], 1):
        pyplot.figure(number).savefig(out / f"figure-{index}.png", format="png", bbox_inches="tight")
    saved = [] if numbers else sorted(path for path in cwd.glob("*.png") if path.name not in given)
    for index, path in enumerate(saved[:most], 1):
        (out / f"figure-{index}.png").write_bytes(path.read_bytes())
    there = len(numbers) + len(saved)
    return [f"Only the first {most} of {there} figures were kept."] if there > most else []


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
    for stream in (sys.stdout, sys.stderr):
        # The code may have closed or replaced the stream.
        with contextlib.suppress(Exception):
            stream.flush()
    # A usual exit would wait for threads that the code left.
    os._exit(0)
