"""Writes matplotlib's list of fonts: `python prepare.py <output folder>`.

matplotlib looks for all fonts of a machine when it is first imported, which takes seconds. The list names the fonts that matplotlib
brings along, by their places within its package. It needs the environment of prepare-requirements.in.
"""

import sys
from pathlib import Path

from matplotlib import font_manager

FOLDER = "matplotlib-cache"


def write(folder: Path) -> None:
    look = font_manager.findSystemFonts
    # Without folders it looks in those of this machine, and they aren't there where the code runs.
    font_manager.findSystemFonts = lambda places=None, **kind: look(places, **kind) if places else []
    fonts = font_manager.FontManager()
    # Found in the order of a set of paths, which differ from build to build.
    for found in (fonts.ttflist, fonts.afmlist):
        found.sort(key=lambda font: font.fname)
    folder.mkdir()
    font_manager.json_dump(fonts, folder / f"fontlist-v{fonts.__version__}.json")


if __name__ == "__main__":
    write(Path(sys.argv[1]) / FOLDER)
