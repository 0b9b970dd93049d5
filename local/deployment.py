"""Deploy to the laptop stack with its own Pulumi CLI, plugin, config and state.

A deployment that was cut off leaves resources that Pulumi's state doesn't know, or a state that can't be read. The whole stack can
be made again in seconds. So the next deployment starts from nothing instead of a repair.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from agents.folders import PROJECT, VARIABLE, project_file
from components.settings.keys import PULUMI_COMMAND
from local import configuration, deployed, environment, other_languages
from local.aws_plugin.choice import install_chosen
from local.chosen import Chosen, choose
from local.errors import CommandFailedError, StackDownError
from local.laptop import Laptop
from local.own_project import STACK, checkpoint
from local.package_links import make_links
from local.process import MARK, start_time
from local.pulumi_cli.find import find_or_build
from local.this_command import agent

CUT_OFF = "deploying"
"""The name of the file that exists while Pulumi changes the stack. A file that is left over means that Pulumi was killed."""
BUILT = environment.PULUMI_BIN

# The commands of the CLI that read a stack's config, and their aliases.
WITH_CONFIG = frozenset({"up", "update", "preview", "pre", "destroy", "down", "dn", "refresh", "config", "import"})
# The commands that know no stack.
WITHOUT_STACK = frozenset({"install", "package", "plugin", "schema", "version", "about"})
# The commands that may change what is deployed.
CHANGING = WITH_CONFIG - {"preview", "pre", "config"}
# The commands below `pulumi config` that change settings, and their aliases.
CHANGING_CONFIG = frozenset({"set", "set-all", "rm", "rm-all", "remove", "remove-all", "delete", "delete-all"})

Say = Callable[[str], None]


def chosen_for(laptop: Laptop, agents: Sequence[str] = (), *, only: bool = False) -> Chosen:
    """Choose the agents of the stack: these and the deployed ones, or these alone if `only`. Raises LaptopError."""
    folder = laptop.folder
    there = [] if only else deployed.agents(folder)
    return choose(os.environ, agents, there, deployed.real_keys(folder), laptop.ports)


def prepare(laptop: Laptop, chosen: Chosen, wanted: deployed.Config, say: Say = print) -> None:
    """Prepare a deployment: Pulumi's CLI, plugin, stack and config. Most of the work is done only the first time.

    wanted: the deployment that the choice leads to.
    """
    folder = laptop.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_links()
    for name, why in chosen.left_out.items():
        say(f"Agent {name} is left out, because its file can't be used: {why}")
    laptop.beside = chosen.services
    pulumi = find_or_build(BUILT, say)
    settings = environment.laptop_environment(folder, laptop.ports, pulumi)
    environment.write(folder, settings)
    config = configuration.write(folder, laptop.ports, chosen)
    deployed.note_chosen(folder, wanted)
    # Pulumi writes into the project's Pulumi.local.yaml when it makes a stack or sets a key. With a project file of its own,
    # `.local` is a project too, and Pulumi writes into `.local/Pulumi.local.yaml`.
    if file := project_file(PROJECT):
        shutil.copy(file, folder / file.name)
    _make_stack(folder, pulumi, settings)
    configuration.set_keys(config, chosen, pulumi, settings)
    install_chosen(folder / "pulumi", str(pulumi))
    other_languages.prepare(pulumi, folder / "pulumi", settings, say)


def was_cut_off(folder: Path) -> bool:
    """Return whether the last deployment never ended, or Pulumi's state of the stack can't be read."""
    if (folder / CUT_OFF).exists():
        return True
    try:
        state = json.loads(checkpoint(folder).read_text())
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    # Pulumi began to make these resources and doesn't know whether they exist.
    return bool(((state.get("checkpoint") or {}).get("latest") or {}).get("pending_operations"))


def run_pulumi(laptop: Laptop, arguments: Sequence[str]) -> int:
    """Run the CLI on the laptop stack, on this terminal. Return its exit code."""
    config = laptop.folder / configuration.COMMITTED.name
    why = laptop.why_down() or (None if config.exists() else "The laptop stack has no agent")
    if why:
        raise StackDownError(f"{why}. Start it: {agent('up')}")
    pulumi = find_or_build(BUILT)
    settings = environment.laptop_environment(laptop.folder, laptop.ports, pulumi)
    command = arguments[0] if arguments else ""
    options = [] if command in WITHOUT_STACK else ["--stack", STACK]
    if command in WITH_CONFIG:
        options += ["--config-file", str(configuration.COMMITTED if _is_for_the_committed_config(arguments) else config)]
    # By this mark `down` finds the plugin and the language host that a killed Pulumi leaves running.
    run = partial(
        run_to_its_end,
        [str(pulumi), "-C", str(PROJECT), *arguments, *options],
        {**os.environ, **settings, MARK: str(laptop.folder), PULUMI_COMMAND: agent("pulumi"), VARIABLE: str(PROJECT)},
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


def _is_for_the_committed_config(arguments: Sequence[str]) -> bool:
    """Return whether a command changes settings. The next deployment makes the stack's own config anew from the committed file.

    Encrypted values don't get into the committed file, whose readers don't have the passphrase.
    """
    return arguments[0] == "config" and arguments[1:2] != [] and arguments[1] in CHANGING_CONFIG and "--secret" not in arguments


def run_to_its_end(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command on this terminal. Return its exit code.

    Ctrl-C reaches the command too. Pulumi then finishes the running steps and writes its state. `subprocess.run` would kill Pulumi
    after a quarter of a second, and the resources just made would be in no state.
    """
    ignored = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    # A handler, because the command would inherit SIG_IGN. It is there before the command is, so that no Ctrl-C falls in between.
    before = None if ignored else signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(command, env=environment) as process:
            return process.wait()
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def deploy(laptop: Laptop) -> int:
    code = run_pulumi(laptop, ["up", "--yes", "--skip-preview", "--suppress-outputs"])
    if code == 0:
        deployed.note_deployed(laptop.folder)
    return code


def destroy(laptop: Laptop) -> int:
    return run_pulumi(laptop, ["destroy", "--yes", "--skip-preview", "--suppress-outputs"])


def remove_locks_of_the_dead(backend: Path) -> None:
    """Remove the locks that killed `pulumi` processes left on the stack. Every later `pulumi` would refuse to work."""
    for file in (backend / ".pulumi" / "locks").glob("**/*.json"):
        with suppress(OSError, ValueError, KeyError):
            lock = json.loads(file.read_text())
            if lock["hostname"] == socket.gethostname() and not start_time(int(lock["pid"])):
                file.unlink()
                file.with_name(f"{file.name}.attrs").unlink(missing_ok=True)


def _make_stack(folder: Path, pulumi: Path, settings: dict[str, str]) -> None:
    backend = folder / "pulumi-state"
    if checkpoint(folder).exists():
        return
    backend.mkdir(exist_ok=True)
    for project, arguments in ((folder, ["--create", STACK]), (PROJECT, [STACK])):
        command = [str(pulumi), "-C", str(project), "stack", "select", "--non-interactive", *arguments]
        done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
