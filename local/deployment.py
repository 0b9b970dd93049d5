"""Deploy to the laptop stack: with its Pulumi CLI, plugin, config and state.

A deployment that was cut off leaves resources that Pulumi's state doesn't know, or a state that can't be read. All of the stack can
be made again in seconds, so the next deployment starts it from nothing instead of mending it.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from local import configuration, deployed, environment
from local.aws_plugin.install import install
from local.chosen import Chosen, choose
from local.errors import CommandFailedError, StackDownError
from local.laptop import Laptop
from local.process import MARK, start_time
from local.pulumi_cli.find import find_or_build
from local.services import ROOT

STACK = "local"
CUT_OFF = "deploying"
"""The file that is there while Pulumi changes the stack. One that was left says that Pulumi was killed."""
BUILT = environment.PULUMI_BIN

# The commands of the CLI that read a stack's config, and their aliases.
WITH_CONFIG = frozenset({"up", "update", "preview", "pre", "destroy", "down", "dn", "refresh", "config", "import"})
# Those of them that may change what is deployed.
CHANGING = WITH_CONFIG - {"preview", "pre", "config"}

Say = Callable[[str], None]


def chosen_for(laptop: Laptop, agents: Sequence[str] = (), *, only: bool = False) -> Chosen:
    """Choose what the stack is to be: with these agents beside those that are there, or with these only. Raises LaptopError."""
    folder = laptop.folder
    there = [] if only else deployed.agents(folder)
    return choose(os.environ, agents, there, deployed.real_keys(folder), laptop.ports)


def prepare(laptop: Laptop, chosen: Chosen, wanted: deployed.Config, say: Say = print) -> None:
    """Do everything short of deploying: Pulumi's CLI, plugin, stack and config. Does little when it was done before.

    wanted: the deployment that the choice comes to.
    """
    folder = laptop.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, why in chosen.left_out.items():
        say(f"Agent {name} is left out, because its file can't be used: {why}")
    laptop.beside = chosen.services
    pulumi = find_or_build(BUILT, say)
    settings = environment.laptop_environment(folder, laptop.ports, pulumi)
    environment.write(folder, settings)
    config = configuration.write(folder, laptop.ports, chosen)
    deployed.note_chosen(folder, wanted)
    # Making a stack and setting a key write into the project's Pulumi.local.yaml. With a project file of its own, `.local`
    # is a project too, whose Pulumi.local.yaml is the one of this machine.
    shutil.copy(ROOT / "Pulumi.yaml", folder / "Pulumi.yaml")
    _make_stack(folder, pulumi, settings)
    configuration.set_keys(config, chosen, pulumi, settings)
    install(folder / "pulumi", str(pulumi))


def was_cut_off(folder: Path) -> bool:
    """Whether the last deployment never ended, or Pulumi's state of the stack can't be read."""
    if (folder / CUT_OFF).exists():
        return True
    try:
        state = json.loads(_checkpoint(folder).read_text())
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    # Pulumi began to make these and doesn't know whether they are there.
    return bool(((state.get("checkpoint") or {}).get("latest") or {}).get("pending_operations"))


def run_pulumi(laptop: Laptop, arguments: Sequence[str]) -> int:
    """Run the CLI on the laptop stack, on this terminal; its exit code."""
    config = laptop.folder / configuration.COMMITTED.name
    if not laptop.is_up() or not config.exists():
        raise StackDownError("The laptop stack isn't up. Start it: agent up")
    pulumi = find_or_build(BUILT)
    settings = environment.laptop_environment(laptop.folder, laptop.ports, pulumi)
    options = ["--stack", STACK]
    command = arguments[0] if arguments else ""
    if command in WITH_CONFIG:
        options += ["--config-file", str(config)]
    # The mark is how `down` finds what a killed Pulumi leaves running: its plugin and its language host.
    run = partial(
        run_to_its_end,
        [str(pulumi), "-C", str(ROOT), *arguments, *options],
        {**os.environ, **settings, MARK: str(laptop.folder)},
    )
    if command not in CHANGING:
        return run()
    with laptop.locked():
        remove_locks_of_the_dead(laptop.folder / "pulumi-state")
        deployed.forget(laptop.folder)
        cut_off = laptop.folder / CUT_OFF
        cut_off.touch()
        code = run()
        if code >= 0:
            cut_off.unlink()
        return code


def run_to_its_end(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command on this terminal; its exit code.

    Ctrl-C reaches the command too, and Pulumi then finishes what it has begun and writes its state. `subprocess.run` would kill
    it after a quarter of a second, and what it had just made would be in no state.
    """
    with subprocess.Popen(command, env=environment) as process:
        while True:
            with suppress(KeyboardInterrupt):
                return process.wait()


def deploy(laptop: Laptop) -> int:
    code = run_pulumi(laptop, ["up", "--yes", "--skip-preview", "--suppress-outputs"])
    if code == 0:
        deployed.note_deployed(laptop.folder)
    return code


def destroy(laptop: Laptop) -> int:
    return run_pulumi(laptop, ["destroy", "--yes", "--skip-preview", "--suppress-outputs"])


def remove_locks_of_the_dead(backend: Path) -> None:
    """A `pulumi` that was killed leaves its lock on the stack, and every later one would refuse to work."""
    for file in (backend / ".pulumi" / "locks").glob("**/*.json"):
        with suppress(OSError, ValueError, KeyError):
            lock = json.loads(file.read_text())
            if lock["hostname"] == socket.gethostname() and not start_time(int(lock["pid"])):
                file.unlink()
                file.with_name(f"{file.name}.attrs").unlink(missing_ok=True)


def _checkpoint(folder: Path) -> Path:
    """Where Pulumi keeps the state of the stack."""
    return folder / "pulumi-state" / ".pulumi" / "stacks" / configuration.PROJECT / f"{STACK}.json"


def _make_stack(folder: Path, pulumi: Path, settings: dict[str, str]) -> None:
    backend = folder / "pulumi-state"
    if _checkpoint(folder).exists():
        return
    backend.mkdir(exist_ok=True)
    for project, arguments in ((folder, ["--create", STACK]), (ROOT, [STACK])):
        command = [str(pulumi), "-C", str(project), "stack", "select", "--non-interactive", *arguments]
        done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
