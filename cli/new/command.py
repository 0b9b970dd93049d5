"""`agent new tool` and `agent new agent`: make one, and print the next steps."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from agents.folders import PROJECT
from local.this_command import agent as this

new = typer.Typer(help="Make a tool function or an agent of your own.", no_args_is_help=True)


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
  {this("new agent my-agent --tools " + name)}
      an agent that uses it
  make test T="tests/conformance -k {name}"
      the tool contract, on its build""")


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


def _listed(files: Iterable[str]) -> str:
    return "\n".join(f"  {file}" for file in files)
