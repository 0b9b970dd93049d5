"""The laptop stack of the commands: find it, and start and deploy what a command needs."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from agents.folders import IS_OWN_PROJECT, PROJECT
from cli.say import say
from local import deployed, deployment, own_project, packages
from local.aws_plugin.choice import refuse_a_change
from local.chosen import Chosen
from local.environment import laptop_environment
from local.errors import CommandFailedError
from local.laptop import Laptop, running_ports
from local.models import scripted
from local.ports import VARIABLE, Ports, ports_of
from local.pulumi_cli.find import find_or_build

FOLDER = "LOCAL_FOLDER"
"""The environment variable with the folder for all state of the stack."""

Say = Callable[[str], None]


def the_laptop(say: Say = say, environment: Mapping[str, str] = os.environ) -> Laptop:
    """Return the stack in LOCAL_FOLDER, or else in `.local`. A running stack keeps its own ports.

    Raises PortBaseError for a wrong LOCAL_PORT_BASE.
    """
    folder = Path(environment.get(FOLDER) or PROJECT / ".local")
    ports = ports_of(environment) if environment.get(VARIABLE) else running_ports(folder) or Ports()
    return Laptop(folder, ports, say)


def bring_up(
    laptop: Laptop, agents: Sequence[str] = (), *, only: bool = False, deploy: bool = True, say: Say = say
) -> dict[str, str]:
    """Start the services that don't run, and deploy what has changed. Return why an agent can't be built, by its name.

    agents: the agents to deploy besides the deployed ones, or instead of them with `only`.
    Raises LaptopError. Raises BuildError if nothing can be built. Raises CommandFailedError if Pulumi fails.
    """
    started_at = time.monotonic()
    with laptop.locked():
        there = deployed.deployed(laptop.folder)
        chosen = deployment.chosen_for(laptop, agents, only=only)
        built = packages.build(chosen.agents, say) if deploy else packages.Built(chosen.agents)
        if built.failed:
            chosen = deployment.chosen_for(laptop, built.agents, only=True)
        if deployment.was_cut_off(laptop.folder):
            say("The last deployment was cut off: the laptop stack starts from nothing.")
            laptop.down(forget=True)
            there = None
        if laptop.is_up():
            refuse_a_change(laptop.folder / "pulumi")
        laptop.beside = chosen.services
        wanted = deployed.config_of(laptop.folder, laptop.ports, chosen)
        if there == wanted and laptop.is_up():
            if deployed.chosen_last(laptop.folder) != wanted:
                # After an `up --no-deploy` of others, the config is theirs, and so would be the next `up`.
                deployment.prepare(laptop, chosen, wanted, say)
            say(f"Model {described(laptop, chosen)}.")
            return built.failed
        deployment.prepare(laptop, chosen, wanted, say)
        started = laptop.up()
        if "ministack" in started:
            # MiniStack lost everything, so Pulumi's state was deleted too.
            there = None
            deployment.prepare(laptop, chosen, wanted, say)
        ports = sorted(service.port for service in laptop.services.values())
        what = f"started {', '.join(started)} in {time.monotonic() - started_at:.1f} s" if started else "is up"
        say(f"The laptop stack: {what}. Ports {ports[0]} to {ports[-1]}, model {described(laptop, chosen)}.")
        if mock_services := chosen.outside.in_words:
            say(f"Mock services of this machine answer for {mock_services}.")
        if deploy:
            say(difference(there, wanted))
            if deployment.deploy(laptop):
                hint = own_project.hint_of_missing_keys(chosen.outside) if IS_OWN_PROJECT else ""
                raise CommandFailedError(f"Pulumi failed: see above.{hint} Mend it and run the same command again.")
            from cli.versions.on_the_laptop import clear_unused

            clear_unused(laptop)
    return built.failed


def difference(there: deployed.Config | None, wanted: deployed.Config) -> str:
    """Say in one or two sentences what is being deployed, and why."""
    if there is None:
        return f"Deploying {_named(wanted.agents) if wanted.agents else 'the program of this project'}."
    if there.model == wanted.model:
        if more := [name for name in wanted.agents if name not in there.agents]:
            return f"Deploying {_named(more)} beside {_named([name for name in wanted.agents if name in there.agents])}."
        if less := [name for name in there.agents if name not in wanted.agents]:
            return f"Removing {_named(less)}."
    return f"{change(there, wanted)} Deploying the change."


def change(there: deployed.Config, wanted: deployed.Config) -> str:
    """Say in one sentence how the files and the environment differ from what is deployed."""
    if there.model != wanted.model:
        return f"The model was {there.model} and is now {wanted.model}."
    if less := [name for name in there.agents if name not in wanted.agents]:
        return f"The stack has {_named(less)}, without a file that can be used."
    if changed := deployed.changed_sources(there, wanted):
        return f"Changed since the last deployment: {', '.join(changed)}."
    if there.llm != wanted.llm:
        return f"The settings of {wanted.model} have changed."
    return "A tool's settings or a key has changed."


def _named(agents: Sequence[str]) -> str:
    return f"the agent{'' if len(agents) == 1 else 's'} {', '.join(agents)}"


def described(laptop: Laptop, chosen: Chosen) -> str:
    """Name the model, and give the reason for the choice."""
    if chosen.model:
        return f"{chosen.model.target['model']}, {chosen.model.why}"
    name = deployed.config_of(laptop.folder, laptop.ports, chosen).model
    return f"{name}, {scripted.WHY if name == scripted.MODEL else 'as Pulumi.local.yaml says'}"


def use_its_environment(laptop: Laptop) -> None:
    """Send Pulumi and every AWS client of this process to the laptop stack."""
    # A profile, a session token or an endpoint of the person's own would send some clients to AWS.
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(laptop_environment(laptop.folder, laptop.ports, find_or_build(deployment.BUILT, say)))
