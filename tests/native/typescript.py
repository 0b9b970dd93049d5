"""TypeScript's own tests and linters. They need Node.js 20 and npm; all else is installed from locks, into node_modules."""

import json
from pathlib import Path

from components.packaging.package import ROOT
from tests.native.command import Command

TOOLKIT = ROOT / "lambda" / "toolkit" / "typescript"
TEMPLATE = TOOLKIT / "template"
CONFORMANCE = ROOT / "tests" / "conformance" / "tools" / "typescript"


def tests() -> list[Command]:
    """The conformance tools have none of their own: tests/conformance plays them."""
    return [_command("node --test", "test.mjs", folder) for folder in (TOOLKIT, TEMPLATE, *_tools())]


def checks() -> list[Command]:
    # The toolkit's linter sees the template as well; types know only one folder at a time.
    return [_command("tsc and biome", "check.mjs", folder) for folder in (TOOLKIT, TEMPLATE, *_tools(), CONFORMANCE)]


def _command(title: str, program: str, folder: Path) -> Command:
    return Command(f"{title} {folder.relative_to(ROOT)}", ROOT, ("node", str(TOOLKIT / "programs" / program), str(folder)))


def _tools() -> list[Path]:
    declarations = sorted((ROOT / "lambda" / "tools").glob("*/tools.json"))
    return [path.parent for path in declarations if json.loads(path.read_text("utf-8"))["language"] == "typescript"]
