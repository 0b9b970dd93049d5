"""`agent new project`, `agent new tool`, `agent new mcp` and `agent new agent`: make one, and print the next steps."""

import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from agents.folders import IS_OWN_PROJECT, PROJECT, require_project
from local.this_command import agent as this

new = typer.Typer(
    help="Make a tool function, an agent or a project of your own, or take the tools of an MCP server.", no_args_is_help=True
)


@new.command()
def project(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Like my-agents.", show_default=False)],
    language: Annotated[
        str, typer.Option("--language", "-l", metavar="LANGUAGE", help="That of its program: python, typescript or yaml.")
    ] = "python",
) -> None:
    """Make a project of your own in a new folder: a Pulumi program with one agent and one tool."""
    from cli.new.new_project import new_project, requirement
    from cli.say import say

    made = new_project(Path(os.curdir), name, language)
    in_its_environment = f"""\
  python3 -m venv .venv && .venv/bin/pip install {requirement()}
      the packages of its program
  . .venv/bin/activate
"""
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"""\
Made the project {name}:
{_listed(file for file in files if not file.startswith("lambda/toolkit/"))}

Next:
  cd {name}
{in_its_environment if language == "python" else ""}\
  agent ask proof-reader
      deploys it to this laptop and asks its agent
  agent new tool line-counter --language go
      makes one more tool""")


@new.command()
def tool(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Like word-counter.", show_default=False)],
    language: Annotated[
        str,
        typer.Option("--language", "-l", metavar="LANGUAGE", help="python, typescript, rust, java or go.", show_default=False),
    ] = "",
) -> None:
    """Make a folder of lambda/tools from its language's template: a tool that counts words, with its lock and a test."""
    from cli.new.new_tool import languages, new_tool
    from cli.say import say
    from local.package_links import make_links

    require_project()
    if IS_OWN_PROJECT:
        (PROJECT / "lambda" / "tools").mkdir(parents=True, exist_ok=True)
        make_links()
    if not language and sys.stdin.isatty():
        language = typer.prompt(f"Language ({', '.join(languages(PROJECT))})")
    folder = new_tool(PROJECT, name, language.strip())
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    say(f"""\
Made a tool function in {language}: lambda/tools/{name}
{_listed(files)}
Its one tool counts words and characters. Make it yours: tools.json is what a
model reads of it, and what its input is checked against.

Next:
{_next_of_own_project(name) if IS_OWN_PROJECT else _next(name)}""")


def _next(name: str) -> str:
    return f"""\
  {this("new agent my-agent --tools " + name)}
      an agent that uses it
  make test T="tests/conformance -k {name}"
      the tool contract, on its build"""


def _next_of_own_project(name: str) -> str:
    snake = name.replace("-", "_")
    call = this(f"call {snake} " + shlex.quote('{"text": "to be or not to be"}'))
    return f"""\
  {call}
      builds it and calls it on this machine
  {snake} = ToolFunction("{name}", {{"platform": platform.outputs, "folder": "lambda/tools/{name}"}})
      in the program, here in Python. "tools": [{snake}.tools, …] gives it to an agent"""


@new.command()
def agent(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Like proof-reader.", show_default=False)],
    tools: Annotated[
        str,
        typer.Option(
            "--tools",
            "-t",
            metavar="FOLDERS",
            help="Folders of lambda/tools, with commas between them. The agent gets no others.",
            show_default=False,
        ),
    ] = "",
    sends_data_out: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="Why the agent may read data and send data out, if its tools can do both.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Make an agent: its declaration, a first conversation for the scripted model, and its golden file.

    Without --tools, ask which on a terminal.
    """
    from cli.new.errors import NotMadeError

    require_project()
    if IS_OWN_PROJECT:
        raise NotMadeError(
            "the agents of this project stand in its program. Write one more there, as docs/how-to/a-program-of-your-own.md of "
            "step-functions-agents shows"
        )
    from cli.new.new_agent import new_agent
    from cli.new.tool_list import tool_list
    from cli.say import say

    if not tools.strip() and sys.stdin.isatty():
        say(f"Which tools may the agent use? There are:\n{tool_list()}")
        tools = typer.prompt("Folders, with commas between them")
    made = new_agent(PROJECT, name, tools, sends_data_out)
    say(f"""\
Made the agent {name}:
{_listed(path.as_posix() for path in made.files)}

Next:
  {this("demo " + name)}
      deploys it to this laptop and asks it:
      {made.question}
  Write its system_prompt, its output_schema, its questions and its
  conversations. tests/golden keeps its state machine. After a change:
  UPDATE_GOLDEN=1 make test T=tests/components/state_machines/test_render.py""")


@new.command()
def mcp(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Like github: the folder in lambda/tools.", show_default=False)],
    url: Annotated[str, typer.Argument(metavar="URL", help="Of the server, with https.", show_default=False)] = "",
    tools: Annotated[
        str,
        typer.Option("--tools", "-t", metavar="NAMES", help="The server's tools to pin. Without it, all.", show_default=False),
    ] = "",
    prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="Goes before each tool's name, like github_.", show_default=False)
    ] = "",
    secret: Annotated[
        str,
        typer.Option(metavar="NAME", help="The name of the secret that the server wants. Never its value.", show_default=False),
    ] = "",
    header: Annotated[
        str,
        typer.Option(metavar="HEADER", help="Carries the secret. Without it, Authorization: Bearer.", show_default=False),
    ] = "",
    holds_data: Annotated[
        bool, typer.Option("--holds-data", help="The server answers from data that not everybody may read.")
    ] = False,
    sends_nothing_out: Annotated[
        bool, typer.Option("--sends-nothing-out", help="What the server is told stays with you: it is your own.")
    ] = False,
    timeout_seconds: Annotated[int, typer.Option(metavar="SECONDS", help="The longest that a call may take.")] = 30,
    again: Annotated[bool, typer.Option("--again", help="Pin the tools of a folder anew, and show what has changed.")] = False,
) -> None:
    """Pin the tools of an MCP server: make a folder of lambda/tools with their names, descriptions and schemas.

    A server that changes them is refused until they are pinned again. The value of the secret is read from the environment, as
    GITHUB_API_KEY for --secret github, or asked for on a terminal.
    """
    from cli.new.mcp.command import pin, pin_anew
    from cli.new.mcp.new_mcp import Given
    from local.package_links import make_links

    require_project()
    if IS_OWN_PROJECT:
        (PROJECT / "lambda" / "tools").mkdir(parents=True, exist_ok=True)
        make_links()
    given = Given(name, url.strip(), tools, prefix, secret, header, holds_data, not sends_nothing_out, timeout_seconds)
    if again:
        pin_anew(PROJECT, given)
    else:
        pin(PROJECT, given)


def _listed(files: Iterable[str]) -> str:
    return "\n".join(f"  {file}" for file in files)
