"""A new folder of `lambda/tools` with the tools of an MCP server, and the same folder pinned anew."""

import json
import re
import shlex
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from agents.tools_json import mcp as block
from agents.tools_json.file import checked, problems_of_a_timeout
from cli.new.errors import NameRefusedError
from cli.new.mcp.errors import PinningError
from cli.new.mcp.offered import Credential, OfferedTool, offered
from cli.new.mcp.pinning import PinnedTools, Wanted, own_name, pinned, tools_json
from cli.new.mcp.shown import changes
from cli.new.new_tool import taken_names
from cli.new.spelling import allowed
from local.laptop import Say
from local.this_command import agent

EXAMPLE = agent("new mcp github https://api.githubcopilot.com/mcp/ --secret github --tools search_code")
_HEADER = re.compile(r"(?P<header>[A-Za-z][A-Za-z0-9-]{0,63})(:\s*(?P<prefix>[ -~]{0,39}))?")
_SECRET = re.compile(r"[a-z][a-z0-9_]{0,40}")

AskForKey = Callable[[str], str]
"""Returns the value of a secret, by its name."""


@dataclass(frozen=True)
class Given:
    """The arguments of the command."""

    name: str
    url: str = ""
    tools: str = ""
    prefix: str = ""
    secret: str = ""
    header: str = ""
    holds_data: bool = False
    sends_out: bool = True
    timeout_seconds: int = 30

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name.strip() for name in self.tools.split(",") if name.strip()))


@dataclass(frozen=True)
class Repinned:
    """How the tools of a folder differ from those that are pinned."""

    path: Path
    declared: dict[str, Any]
    """The new tools.json."""
    found: PinnedTools
    changed: dict[str, list[str]]
    """The lines that differ, by the name of each tool that has changed or is new."""
    left_out: list[str]
    """The tools that are no longer pinned."""
    offered_too: list[str]
    """The server's names of tools that aren't pinned."""

    def write(self) -> None:
        _write(self.path, self.declared)


def new_mcp(root: Path, given: Given, key: AskForKey, say: Say) -> PinnedTools:
    """Make `lambda/tools/<name>` in the project at `root`. Raises NotMadeError, and then nothing was made."""
    tools = root / "lambda" / "tools"
    taken = taken_names(tools)
    allowed(given.name, "a tool function", taken, EXAMPLE)
    folder = tools / given.name
    if folder.exists():
        raise NameRefusedError(f"lambda/tools/{given.name} is there already, without a tools.json. Remove it, or take another name")
    _refuse_url(given.url)
    if wrong := problems_of_a_timeout(given.timeout_seconds):
        raise PinningError(f"--{wrong[0].replace('_', '-', 1)}")
    secret = _secret(given)
    offers = offered(given.url, _credential(secret, key), say)
    command = agent(f"new mcp {_arguments(given)}")
    found = pinned(offers, Wanted(given.names, given.prefix, frozenset(taken)), command)
    said = {"timeout_seconds": given.timeout_seconds, "holds_data": given.holds_data, "sends_out": given.sends_out}
    host = urlsplit(given.url).hostname
    what = f"The key of the MCP server {host}, which it gets in the header {secret.get('header')}."
    declared = tools_json(found, given.url, said, secret, what)
    # Made beside its place and then renamed, so that the folder appears only when it is complete.
    with tempfile.TemporaryDirectory(dir=tools, prefix=".new-") as scratch:
        made = Path(scratch, given.name)
        made.mkdir()
        _write(made / "tools.json", declared)
        made.rename(folder)
    return found


def pin_again(root: Path, given: Given, key: AskForKey, say: Say) -> Repinned:
    """Ask the server of `lambda/tools/<name>` again, and return what has changed. Raises NotMadeError. Nothing is written yet."""
    path = root / "lambda" / "tools" / given.name / "tools.json"
    file = f"lambda/tools/{given.name}/tools.json"
    if not path.is_file():
        raise PinningError(f"there is no {file}: --again is for a folder that has pinned tools already")
    before = checked(path.read_bytes(), file)
    if "mcp" not in before:
        raise PinningError(f"{file} has no tools of an MCP server: it has no block mcp")
    url = given.url or before["settings"]["url"]["default"]
    _refuse_url(url)
    pins: dict[str, dict[str, Any]] = before["mcp"]["tools"]
    offers = offered(url, _credential(before["mcp"].get("secret", {}), key), say)
    own = {tool["name"]: tool for tool in before["tools"]}
    # All names have the same prefix.
    prefix = given.prefix or next(name.removesuffix(own_name(pin["name"])) for name, pin in pins.items())
    wanted = given.names or tuple(pin["name"] for pin in pins.values())
    command = agent(f"new mcp {given.name} --again")
    gone = [name for name in wanted if name not in {tool.name for tool in offers}]
    if gone and not given.names and (rest := [name for name in wanted if name not in gone]):
        raise PinningError(f"the server no longer offers {', '.join(gone)}. Pin the others: {command} --tools {','.join(rest)}")
    taken = taken_names(root / "lambda" / "tools") - own.keys() - {given.name}
    found = pinned(offers, Wanted(wanted, prefix, frozenset(taken)), command)
    kept = {name for name, pin in found.pins.items() if pins.get(name, {}).get("sha256") == pin["sha256"]}
    for name in kept:
        # The words that a person has written for a tool stay, as long as the server's own are the same.
        found.tools[name], found.pins[name] = own[name], pins[name]
    changed = {name: changes(own.get(name), tool) for name, tool in found.tools.items() if name not in kept}
    declared = {**before, "mcp": {**before["mcp"], "tools": found.pins}, "tools": list(found.tools.values())}
    declared["settings"] = {**before["settings"], "url": {**before["settings"]["url"], "default": url}}
    return Repinned(
        path,
        declared,
        found,
        changed,
        [name for name in pins if name not in found.pins],
        _not_pinned(offers, wanted),
    )


def _not_pinned(offers: Sequence[OfferedTool], wanted: Sequence[str]) -> list[str]:
    return [tool.name for tool in offers if tool.name not in wanted]


def _refuse_url(url: str) -> None:
    if not url:
        raise PinningError(f"no URL was given: the URL of the MCP server is needed, like in: {EXAMPLE}")
    if not re.fullmatch(block.URL, url) or len(url) > 500:
        raise PinningError(
            f"the URL {url!r} is not allowed: allowed is https://, or http:// to this machine, without a password in it, 500 "
            f"characters at most, like in: {EXAMPLE}"
        )


def _secret(given: Given) -> dict[str, str]:
    """Return the block `mcp.secret`. Raises PinningError."""
    if not given.secret:
        if given.header:
            raise PinningError(f"--header is for a secret, and no --secret was given, like in: {EXAMPLE}")
        return {}
    if not _SECRET.fullmatch(given.secret):
        raise PinningError(
            f"--secret is {given.secret!r}: allowed is the name of a secret: 1 to 41 lower-case letters, digits and _, a letter "
            "first. Never give the secret itself"
        )
    parsed = _HEADER.fullmatch(given.header or "Authorization: Bearer")
    if not parsed:
        raise PinningError(f"--header is {given.header!r}: allowed is a header like X-Api-Key, or Authorization: Bearer")
    prefix = f"{parsed['prefix'].strip()} " if parsed["prefix"] and parsed["prefix"].strip() else ""
    return {"name": given.secret, "header": parsed["header"], **({"prefix": prefix} if prefix else {})}


def _credential(secret: dict[str, str], key: AskForKey) -> Credential | None:
    if not secret:
        return None
    value = key(secret["name"])
    if not re.fullmatch(r"[!-~]+", value):
        raise PinningError(f"the secret {secret['name']} is empty, or has a character that no header can carry")
    return Credential(secret["header"], secret.get("prefix", ""), value)


def _arguments(given: Given) -> str:
    """Return the arguments as they were given, without --tools."""
    options = [
        *(["--prefix", given.prefix] if given.prefix else []),
        *(["--secret", given.secret] if given.secret else []),
        *(["--header", given.header] if given.header else []),
        *(["--holds-data"] if given.holds_data else []),
        *([] if given.sends_out else ["--sends-nothing-out"]),
        *([] if given.timeout_seconds == 30 else ["--timeout-seconds", str(given.timeout_seconds)]),
    ]
    return shlex.join([given.name, given.url, *options])


def _write(path: Path, declared: dict[str, Any]) -> None:
    text = json.dumps(declared, indent=2, ensure_ascii=False) + "\n"
    # It must fit what everybody else reads it by.
    checked(text.encode(), f"lambda/tools/{path.parent.name}/tools.json")
    beside = path.with_name(".tools.json.new")
    beside.write_text(text, "utf-8")
    beside.replace(path)
