"""Adds a line to the two files that list the agents and their conversations.

They are read as Python (`ast`) and changed as text, so that nothing else in them moves. What isn't found where it is expected is
said, and then nothing is changed.
"""

import ast

from cli.new.errors import RegistrationError
from cli.new.spelling import Spelling


def with_agent(text: str, spelling: Spelling) -> str:
    """`agents/__init__.py` with one more agent, the last in reading order."""
    where = "agents/__init__.py"
    lines, module = text.splitlines(keepends=True), ast.parse(text)
    imports = [node for node in module.body if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("agents.")]
    listed = [
        node.iter
        for assigned in module.body
        if isinstance(assigned, ast.AnnAssign | ast.Assign) and "AGENTS" in ast.unparse(assigned).partition("=")[0]
        for node in ast.walk(assigned)
        if isinstance(node, ast.comprehension) and isinstance(node.iter, ast.Tuple)
    ]
    if not imports or len(listed) != 1 or not listed[0].elts:
        raise RegistrationError(
            f"{where} doesn't look as expected: it has to import each agent from agents.<name> and list it in AGENTS, one a line"
        )
    last = listed[0].elts[-1]
    if lines[last.end_lineno - 1].strip().rstrip(",") != ast.unparse(last):
        raise RegistrationError(f"{where} doesn't look as expected: AGENTS has to list one agent a line")
    before = lines[last.end_lineno - 1]
    indentation = before[: len(before) - len(before.lstrip())]
    lines[last.end_lineno - 1] = f"{indentation}{ast.unparse(last)},\n{indentation}{spelling.upper},\n"
    _insert(lines, imports, f"agents.{spelling.snake}", f"from agents.{spelling.snake} import {spelling.upper}\n")
    return "".join(lines)


def with_conversations(text: str, spelling: Spelling) -> str:
    """`local/scripted_model/conversations/__init__.py` with one more module."""
    lines, module = text.splitlines(keepends=True), ast.parse(text)
    package = "local.scripted_model.conversations"
    found = [node for node in module.body if isinstance(node, ast.ImportFrom) and node.module == package]
    names = found[0].names if len(found) == 1 else []
    if not names or len({name.lineno for name in names}) != len(names):
        raise RegistrationError(
            f"{package.replace('.', '/')}/__init__.py doesn't look as expected: it has to import one module a line"
        )
    indentation = " " * names[0].col_offset
    after = [name for name in names if name.name < spelling.snake]
    place = after[-1].lineno if after else names[0].lineno - 1
    lines.insert(place, f"{indentation}{spelling.snake},\n")
    return "".join(lines)


def _insert(lines: list[str], imports: list[ast.ImportFrom], module: str, line: str) -> None:
    """In the order of the modules' names."""
    before = [node.end_lineno for node in imports if (node.module or "") < module]
    lines.insert(before[-1] if before else imports[0].lineno - 1, line)
