"""Run the command without installing it: `python -m cli`, or `python path/to/cli` from any folder."""

import sys
from pathlib import Path

if not __package__:
    # Python looks for modules in this folder, whose path it was given. The project is the folder above.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from cli.app import main

if __name__ == "__main__":
    sys.exit(main())
