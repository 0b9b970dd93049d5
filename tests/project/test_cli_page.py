"""docs/reference/cli.md is what the commands say of themselves.

`UPDATE_GOLDEN=1 make test T=tests/project/test_cli_page.py` writes the page anew; its diff is reviewed with the change.
"""

import html
import os
import re
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from cli.app import app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
BEGINNING = """\
# The command agent

<!-- made by tests/project/test_cli_page.py -->
`./agent` is the command in a fresh clone. `agent` is the same command in a shell that has run `. .venv/bin/activate`.

"""


def page() -> str:
    command = typer.main.get_command(app)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="agent")
    # Typer cuts each line of these lists, and the commands follow whole.
    text = re.sub(r"\*\*Commands\*\*:\n\n(\* .*\n)+\n?", "", text)
    # Quotes and brackets stand in code and between words, where Markdown takes them as they are.
    text = html.unescape(text)
    return BEGINNING + text.partition("\n")[2].strip() + "\n"


def test_the_page_says_what_the_commands_say() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
