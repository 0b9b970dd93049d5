"""What a notebook does with figures of matplotlib: it keeps each one that is shown or left open.

The functions of matplotlib that are replaced here are replaced in the code's process alone.
"""

import io
import re
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from interpreter import short_warnings
from interpreter.money import escape_money

_GLYPH = re.compile(r"Glyph (\d+) \(.*\) missing from (?:font\(s\) |current font)(.*)", re.DOTALL)
AS_IN_A_NOTEBOOK: Mapping[str, Any] = {"bbox_inches": "tight"}
"""The arguments of savefig for a figure that the code didn't save itself."""
MOST_CHARACTERS = 40
"""The most missing characters that a note names."""


class Charts:
    """The figures of one run of the code."""

    def __init__(self, out: Path, most: int):
        self._out, self._most = out, most
        self._there = 0
        self._shown: list[tuple[Any, Path | None]] = []
        """The figures that were shown, each with the file that was drawn then."""
        self._saved: list[tuple[Any, Path, dict[str, Any]]] = []
        """The figures that the code saved, each with the file and the arguments of savefig."""
        self._missing: dict[str, None] = {}
        self._fonts = ""

    def replace_figure(self, module: Any) -> None:
        """Replace methods of Figure, in the module matplotlib.figure."""
        figure, save = module.Figure, module.Figure.savefig
        charts = self

        def savefig(self: Any, fname: Any, **arguments: Any) -> Any:
            result = charts._watched(save, self, fname, **arguments)
            if isinstance(fname, str | Path):
                path = Path(fname).absolute()
                charts._saved.append((self, path if path.suffix else path.with_suffix(".png"), arguments))
            return result

        self._save = save
        figure.savefig = savefig
        figure.show = lambda self, *_, **__: charts.show(self) and None

    def replace_text(self, module: Any) -> None:
        """Replace the method of Text that looks for formulas, in the module matplotlib.text."""
        look = module.Text._preprocess_math

        def look_without_money(self: Any, text: str) -> Any:
            return look(self, text if self.get_usetex() or not self.get_parse_math() else escape_money(text))

        module.Text._preprocess_math = look_without_money

    def replace_pyplot(self, module: Any) -> None:
        """Replace show and gca in the module matplotlib.pyplot."""
        current_axes = module.gca

        def show(*_: Any, **__: Any) -> None:
            for number in module.get_fignums():
                self.show(module.figure(number))

        def gca() -> Any:
            # After plt.show() a notebook draws into a new figure.
            if module.get_fignums() and self._was_shown(module.gcf()):
                module.figure()
            return current_axes()

        module.show, module.gca = show, gca

    def show(self, value: Any) -> bool:
        """Draw a figure as it is now if it wasn't shown before, or a picture of pillow. Return whether the value is one of them."""
        figures, pictures = sys.modules.get("matplotlib.figure"), sys.modules.get("PIL.Image")
        if figures and isinstance(value, figures.FigureBase):
            figure = value.get_figure(root=True)
            if figure is not None and not self._was_shown(figure):
                self._shown.append((figure, self._keep(lambda: self._picture(figure))))
            return True
        if pictures and isinstance(value, pictures.Image):
            self._keep(lambda: self._png(value))
            return True
        return False

    def keep(self) -> list[str]:
        """Draw the figures that are still open, and drop those that the code has saved as they are. Return notes."""
        if "matplotlib.figure" not in sys.modules:
            return []
        pyplot: Any = sys.modules.get("matplotlib.pyplot")
        for number in pyplot.get_fignums() if pyplot else []:
            figure = pyplot.figure(number)
            if not self._was_shown(figure) and not self._is_saved(figure):
                self.show(figure)
        for figure, path in self._shown:
            if path and self._is_saved(figure) and path.read_bytes() == self._picture(figure):
                path.unlink()
                self._there -= 1
        notes = [f"Only the first {self._most} of {self._there} figures were kept."] if self._there > self._most else []
        return notes + self._missing_glyphs()

    def _was_shown(self, figure: Any) -> bool:
        return any(figure is shown for shown, _ in self._shown)

    def _keep(self, draw: Callable[[], bytes]) -> Path | None:
        self._there += 1
        if self._there > self._most:
            return None
        path = self._out / f"figure-{self._there}.png"
        path.write_bytes(draw())
        return path

    def _png(self, image: Any) -> bytes:
        data = io.BytesIO()
        image.save(data, "PNG")
        return data.getvalue()

    def _picture(self, figure: Any, arguments: Mapping[str, Any] = AS_IN_A_NOTEBOOK) -> bytes:
        data = io.BytesIO()
        self._watched(self._save, figure, data, **{**arguments, "format": "png"})
        return data.getvalue()

    def _is_saved(self, figure: Any) -> bool:
        """Return whether a file that the code saved still is a picture of the figure as it is now."""
        for saved, path, arguments in self._saved:
            is_there = saved is figure and path.suffix.lower() == ".png" and path.is_file()
            if is_there and path.read_bytes() == self._picture(figure, arguments):
                return True
        return False

    def _watched(self, save: Any, *arguments: Any, **named: Any) -> Any:
        """Save a figure. Collect the characters that its font doesn't have, and show the other warnings."""
        with warnings.catch_warnings(record=True) as caught:
            for each in ("Glyph .* missing from ", "Matplotlib currently does not support"):
                warnings.filterwarnings("always", each)
            result = save(*arguments, **named)
        for warning in caught:
            if glyph := _GLYPH.match(str(warning.message)):
                self._missing[chr(int(glyph[1]))] = None
                self._fonts = glyph[2].strip(" .") or self._fonts
            else:
                short_warnings.show(warning.message, warning.category)
        return result

    def _missing_glyphs(self) -> list[str]:
        if not self._missing:
            return []
        named = [each if each.isprintable() else f" U+{ord(each):04X}" for each in list(self._missing)[:MOST_CHARACTERS]]
        some = "".join(named).strip()
        more = f" and {len(self._missing) - MOST_CHARACTERS} more" if len(self._missing) > MOST_CHARACTERS else ""
        return [
            f"The font of the figures{f' ({self._fonts})' if self._fonts else ''} has no {some}{more}: boxes stand in their place. "
            "Write these texts in another script, as in English or transcribed, and say the original in the answer."
        ]
