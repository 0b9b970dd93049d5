"""`python -m cli.new tool NAME LANGUAGE` and `python -m cli.new agent NAME [TOOLS]`: makes one, and says what to do next."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from agents.errors import DeclarationError
from cli.new.errors import ScaffoldError

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m cli.new", description=__doc__)
    kinds = parser.add_subparsers(required=True, dest="kind")
    tool = kinds.add_parser("tool", help="a folder of lambda/tools, from its language's template")
    tool.add_argument("name")
    tool.add_argument("language")
    agent = kinds.add_parser("agent", help="a declaration in agents/, and a first conversation for the scripted model")
    agent.add_argument("name")
    agent.add_argument("tools", nargs="?", default="", help="folders of lambda/tools, with commas between them")
    given = parser.parse_args(argv)
    try:
        print(make_tool(given.name, given.language) if given.kind == "tool" else make_agent(given.name, given.tools))
    except (ScaffoldError, DeclarationError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def make_tool(name: str, language: str) -> str:
    from cli.new.new_tool import new_tool

    folder = new_tool(ROOT, name, language)
    files = sorted(path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.is_file())
    tool = name.replace("-", "_")
    return f"""\
Made the tool function {name}, in {language}:
{_listed(files)}
Its one tool, {tool}, counts words and characters. Make it yours: tools.json is what a model reads of it, and what its input
is checked against.

Next:
  make new-agent NAME=my-agent TOOLS={name}        an agent that uses it
  .venv/bin/python -m tests.native tests {language:<10}    the tests of that language
  make test T="tests/conformance -k {name}"        the tool contract, on its build"""


def make_agent(name: str, tools: str) -> str:
    from cli.new.new_agent import new_agent

    made = new_agent(ROOT, name, tools)
    # In a process of its own: this one has imported the agents there were before.
    check = "from agents import AGENTS; from local.scripted_model.conversations import SCRIPTS; AGENTS[{0!r}], SCRIPTS[{0!r}]"
    done = subprocess.run(
        [sys.executable, "-c", check.format(name)], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return f"The agent {name} was made, and can't be imported. Mend this:\n{done.stderr}"
    return f"""\
Made the agent {name}:
{_listed(sorted(path.as_posix() for path in made.files))}

Next:
  make demo AGENT={name}        deploys it to this laptop and asks: {made.question}
  Write its system_prompt and output_schema, and its conversations; or ask it by a real model: make ask AGENT={name} Q="…"
  UPDATE_GOLDEN=1 make test T=tests/components/state_machines/test_render.py        keeps its state machine as a golden file"""


def _listed(files: list[str]) -> str:
    return "\n".join(f"  {file}" for file in files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
