"""`agent status`: what runs on this laptop, which agents and model it has, since when, and whether that is what the files say."""

import typer

from cli.errors import FAILED


def status() -> None:
    """Show the laptop stack: its services, agents and model, and whether files have changed. Exit with 1 unless all is healthy."""
    from rich.console import Console
    from rich.table import Table

    from agents.folders import IS_OWN_PROJECT
    from cli.laptop import change, the_laptop
    from cli.say import say
    from local import deployed, deployment, own_project
    from local.this_command import agent

    laptop = the_laptop()
    services = Table(box=None, pad_edge=False)
    for heading in ("service", "state", "process", "address"):
        services.add_column(heading)
    statuses = laptop.status()
    for one in statuses:
        process = str(one.process.pid) if one.process else ""
        services.add_row(one.service.name, one.word, process, one.service.url if one.process else "")
    Console(highlight=False, soft_wrap=True).print(services)
    there, at = deployed.deployed(laptop.folder), deployed.deployed_at(laptop.folder)
    if not all(one.healthy for one in statuses):
        say(f"\nStart it: {agent('up')}")
        raise typer.Exit(FAILED)
    if not there or not at:
        say(f"\nNothing is deployed, or the last deployment failed or wasn't by `agent up`. Deploy: {agent('up')}")
        return
    say(f"\nagents    {', '.join(own_project.agents(laptop.folder) if IS_OWN_PROJECT else there.agents)}")
    say(f"model     {there.model}")
    say(f"deployed  {at:%Y-%m-%d %H:%M}")
    deploy = agent("up")
    wanted = deployed.config_of(laptop.folder, laptop.ports, deployment.chosen_for(laptop))
    say(f"files     {'as deployed' if wanted == there else f'{change(there, wanted)} Deploy: {deploy}'}")
