"""`agent doctor`: the programs that this machine lacks, the agents that need them, and how to install them."""

import typer

from cli.errors import FAILED


def doctor() -> None:
    """Show what is missing on this machine, for which agents, and how to install it. Exit with 1 if anything is."""
    import sys

    from rich.console import Console
    from rich.table import Table

    from agents import AGENTS
    from agents.declaration import with_called
    from agents.folders import IS_OWN_PROJECT
    from cli.needed_programs import Finding, findings, languages_of, pulumi
    from cli.say import say
    from components.tool_folder import tool_folders

    languages = {
        name: {folder.source.language for folder in tool_folders(with_called([agent])).values()}
        for name, agent in AGENTS.usable.items()
    }
    wrong = [f"Agent {name} can't be used: {why}" for name, why in AGENTS.broken.items()]
    if IS_OWN_PROJECT:
        languages, wrong = _languages_of_tools()
    all_found = [
        Finding("python", "3.11 or newer", sys.version.split()[0], "everything", ""),
        pulumi(),
        *findings(languages_of(languages), tests=not IS_OWN_PROJECT),
    ]
    table = Table(box=None, pad_edge=False)
    for heading in ("program", "needed", "found", "needed by"):
        table.add_column(heading, overflow="fold")
    for one in all_found:
        table.add_row(one.program, one.needed, f"[red]{one.found or 'missing'}[/]" if one.remedy else one.found, one.needed_by)
    Console(highlight=False).print(table)
    wrong = [*(f"{one.program}, for {one.needed_by}: {one.remedy}" for one in all_found if one.remedy), *wrong]
    if not wrong:
        say("\nNothing is missing.")
        return
    for each in wrong:
        say(f"\n{each}")
    raise typer.Exit(FAILED)


def _languages_of_tools() -> tuple[dict[str, set[str]], list[str]]:
    """Return the language of each tool folder of a person's own project, and what is wrong with the others."""
    from agents.errors import DeclarationError
    from agents.tools_json.file import read_tools_json, tool_folder_names

    languages, wrong = {}, []
    for name in tool_folder_names():
        try:
            languages[f"lambda/tools/{name}"] = {str(read_tools_json(name)["language"])}
        except DeclarationError as error:
            wrong.append(str(error))
    return languages, wrong
