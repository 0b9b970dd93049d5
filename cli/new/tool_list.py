"""The tool functions that an agent may be given, listed for a person to choose from."""

import textwrap

from agents.errors import DeclarationError
from agents.tools_json.file import read_tools_json, tool_folder_names

WIDTH = 80


def tool_list() -> str:
    """Return a line for each folder of `lambda/tools`: its name in full, its language, and its tools, in 80 columns."""
    names = tool_folder_names()
    room = max(map(len, names), default=0)
    lines = []
    for name in names:
        try:
            declared = read_tools_json(name)
            what = f"{declared['language']:<10}  {', '.join(tool['name'] for tool in declared['tools'])}"
        except DeclarationError:
            what = "its tools.json is wrong: agent new tells how, if you choose it"
        head = f"  {name:<{room}}  "
        lines += textwrap.wrap(what, WIDTH, initial_indent=head, subsequent_indent=" " * (len(head) + 12), break_long_words=False)
    return "\n".join(lines)
