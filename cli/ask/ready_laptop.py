"""The laptop stack, for the commands on agents and runs. A stack in AWS is asked without this module."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from agents.errors import DeclarationError
from agents.folders import IS_OWN_PROJECT
from cli.ask.errors import AgentNotFoundError, StackError, UnreachableError
from cli.laptop import bring_up, the_laptop, use_its_environment
from cli.say import say_progress
from local.chosen import default_agents
from local.errors import AgentError, LaptopError
from local.models import ask_by_option
from local.this_command import agent


def deploy_to_the_laptop(name: str | None, model: str) -> str | None:
    """Start the stack and deploy an agent to it, unless that is done. Return the agent's name. Raise CommandError.

    name: None for the default agent. In a person's own project all agents are deployed, and its only agent is the default.
    model: `provider/model`. Empty to let the environment decide.
    """
    ask_by_option(os.environ, model)
    if not IS_OWN_PROJECT:
        name = name or default_agents()[0]
    try:
        with _output_to_stderr():
            failed = bring_up(the_laptop(say_progress), [] if IS_OWN_PROJECT or name is None else [name], say=say_progress)
    except AgentError as error:
        raise AgentNotFoundError(str(error)) from error
    except (LaptopError, DeclarationError) as error:
        raise StackError(str(error)) from error
    if name in failed:
        raise StackError(f"the agent {name} is not deployed: {failed[name]}")
    return name


def use_the_laptop() -> None:
    """Send this process's AWS clients and its Pulumi to the running stack. Raise UnreachableError."""
    try:
        laptop = the_laptop(say_progress)
        if why := laptop.why_down():
            raise UnreachableError(f"{why[0].lower()}{why[1:]}. Start it: {agent('up')}")
        use_its_environment(laptop)
    except LaptopError as error:
        raise UnreachableError(str(error)) from error


@contextmanager
def _output_to_stderr() -> Iterator[None]:
    """Send standard output to standard error, because it is for the answer. Pulumi's process inherits the file descriptor, so that
    is redirected.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
