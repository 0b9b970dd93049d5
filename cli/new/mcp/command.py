"""The dialogue of `agent new mcp`."""

import os
import sys
from pathlib import Path

import typer

from agents.folders import IS_OWN_PROJECT
from cli.new.mcp.errors import PinningError
from cli.new.mcp.new_mcp import Given, new_mcp, pin_again
from cli.new.mcp.shown import described, print_changes
from cli.say import say, say_progress
from cli.untrusted import one_line
from local.outside_services import variable_of
from local.this_command import agent as this

_READ_THEM = """\
The descriptions are the server's own words, and a model obeys what it reads.
Read them. You may write them in your own words: the server's are pinned as a
digest."""


def pin(root: Path, given: Given) -> None:
    found = new_mcp(root, given, key, say_progress)
    say(f"Pinned {_tools(len(found.tools))} of {given.url}: lambda/tools/{given.name}/tools.json")
    say(described(found.tools))
    for note in found.notes:
        say(note)
    out = "What the tools are told leaves the stack (sends_out)" if given.sends_out else "What the tools are told stays with you"
    data = "they answer from data of yours (holds_data)" if given.holds_data else "they hold no data of yours"
    say(f"""\
{_READ_THEM}
{out}, and
{data}. tools.json says so: change it if it isn't true.

Next:
{_next(given.name)}
  {this(f"new mcp {given.name} --again")}
      when the server has changed""")


def _next(name: str) -> str:
    if IS_OWN_PROJECT:
        snake = name.replace("-", "_")
        return f"""\
  {snake} = ToolFunction("{name}", {{"platform": platform.outputs, "folder": "lambda/tools/{name}"}})
      in the program, here in Python. "tools": [{snake}.tools, …] gives them to an agent"""
    return f"""\
  {this(f"new agent my-agent --tools {name}")}
      an agent that uses them"""


def pin_anew(root: Path, given: Given) -> None:
    found = pin_again(root, given, key, say_progress)
    for name, lines in found.changed.items():
        print_changes(name, lines)
    if found.left_out:
        say(f"No longer pinned: {', '.join(found.left_out)}")
    if found.offered_too:
        more = f" and {len(found.offered_too) - 20:,} more" if len(found.offered_too) > 20 else ""
        names = ", ".join(one_line(name, 100) for name in found.offered_too[:20])
        say(f"The server offers too: {names}{more}. --tools names what is pinned")
    for note in found.found.notes:
        say(note)
    if sys.stdin.isatty() and (found.changed or found.left_out) and not typer.confirm("Pin them like this?"):
        say("Nothing was changed.")
        return
    found.write()
    if not found.changed and not found.left_out:
        say(f"Nothing has changed: lambda/tools/{given.name}/tools.json")
        return
    say(f"Pinned {_tools(len(found.found.tools))} anew: lambda/tools/{given.name}/tools.json\n{_READ_THEM}")


def key(secret: str) -> str:
    """Return the value of a secret, from the environment or from the terminal. Raises PinningError."""
    variable = variable_of(secret)
    if value := os.environ.get(variable, "").strip():
        return value
    if not sys.stdin.isatty():
        raise PinningError(f"the server wants the secret {secret}: set {variable}, or run this on a terminal, which asks for it")
    return str(typer.prompt(f"The secret {secret} (it isn't shown)", hide_input=True)).strip()


def _tools(number: int) -> str:
    return f"{number} tool{'' if number == 1 else 's'}"
