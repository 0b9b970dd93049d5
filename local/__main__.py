"""`python -m local`: the laptop stack, started, looked at, deployed to and stopped."""

import argparse
import os
import shlex
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from local import deployed_model, deployment, environment
from local.errors import LaptopError
from local.laptop import Laptop, running_ports
from local.models import Model, chosen_model
from local.ports import VARIABLE, Ports, ports_of
from local.pulumi_cli.find import find_or_build
from local.services import ROOT

FOLDER = ROOT / ".local"

out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def say(text: str) -> None:
    out.print(text, markup=False)


def up(laptop: Laptop, _: argparse.Namespace) -> int:
    started_at = time.monotonic()
    with laptop.locked():
        # What can fail for a reason of the person's (no Go, a model that isn't there) comes before anything is started.
        model = deployment.prepare(laptop, say)
        started = laptop.up()
        if "ministack" in started:
            # With MiniStack's state went Pulumi's.
            model = deployment.prepare(laptop, say)
    seconds = time.monotonic() - started_at
    what = f"started {', '.join(started)} in {seconds:.1f} s" if started else "was up already"
    ports = sorted(service.port for service in laptop.services.values())
    say(f"The laptop stack: {what}. Ports {ports[0]} to {ports[-1]}, model {described(laptop, model)}.")
    return 0


def ready(laptop: Laptop, options: argparse.Namespace) -> int:
    model = chosen_model(os.environ, laptop.ports)
    wanted = deployed_model.config_of(laptop.folder, laptop.ports, model)
    there = deployed_model.deployed(laptop.folder)
    laptop.beside = deployment.services_for(model)
    if there == wanted and laptop.is_up():
        say(f"Model {described(laptop, model)}.")
        return 0
    if there and there.name != wanted.name:
        say(f"The model was {there.name} and is now {wanted.name}: deploying the change.")
    elif there and there != wanted:
        say(f"What is said of {wanted.name} has changed: deploying the change.")
    else:
        say("The laptop stack isn't up, or not deployed: bringing it up.")
    return up(laptop, options) or deploy(laptop, options)


def described(laptop: Laptop, model: Model | None) -> str:
    if model:
        return f"{model.target['model']}, {model.why}"
    name = deployed_model.config_of(laptop.folder, laptop.ports, None).name
    return f"{name}, a script (python -m local up --help says how to use a real one)"


def down(laptop: Laptop, _: argparse.Namespace) -> int:
    stopped = laptop.down()
    say(
        f"Stopped {', '.join(stopped)}. What was deployed is gone with them; what was built stays."
        if stopped
        else "Nothing was running."
    )
    return 0


def status(laptop: Laptop, _: argparse.Namespace) -> int:
    table = Table(box=None, pad_edge=False)
    for heading in ("service", "state", "process", "address"):
        table.add_column(heading)
    statuses = laptop.status()
    for one in statuses:
        process = str(one.process.pid) if one.process else ""
        table.add_row(one.service.name, one.word, process, one.service.url if one.process else "")
    out.print(table)
    return 0 if all(one.healthy for one in statuses) else 1


def logs(laptop: Laptop, options: argparse.Namespace) -> int:
    files = [laptop.log(name) for name in ([options.service] if options.service else laptop.services)]
    there = [str(file) for file in files if file.exists()]
    if not there:
        say("There are no logs: the laptop stack was never started.")
        return 1
    os.execvp("tail", ["tail", "-n", str(options.lines), *(["-F"] if options.follow else []), *there])


def env(laptop: Laptop, _: argparse.Namespace) -> int:
    pulumi = find_or_build(deployment.BUILT, lambda text: err.print(text, markup=False))
    for name, value in environment.laptop_environment(laptop.folder, laptop.ports, pulumi).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def pulumi_path(_: Laptop, __: argparse.Namespace) -> int:
    print(find_or_build(deployment.BUILT, lambda text: err.print(text, markup=False)))
    return 0


def deploy(laptop: Laptop, _: argparse.Namespace) -> int:
    return deployment.deploy(laptop)


def destroy(laptop: Laptop, _: argparse.Namespace) -> int:
    return deployment.destroy(laptop)


def pulumi(laptop: Laptop, options: argparse.Namespace) -> int:
    return deployment.run_pulumi(laptop, options.arguments)


def parser() -> argparse.ArgumentParser:
    from local import models

    how = (models.__doc__ or "").partition(":")[2]
    description = f"{__doc__}\n\nThe ports are 4566 to 4569, or four from LOCAL_PORT_BASE on. The model:{how}"
    found = argparse.ArgumentParser(
        prog="python -m local", formatter_class=argparse.RawDescriptionHelpFormatter, description=description
    )
    found.add_argument("--folder", type=Path, default=FOLDER, help="where all state of the stack is kept (default: .local)")
    commands = found.add_subparsers(required=True, metavar="command")
    for function, words in (
        (up, "start what doesn't run, and prepare Pulumi for it"),
        (down, "stop everything"),
        (status, "show each service; exit code 1 unless all are healthy"),
        (deploy, "pulumi up on it"),
        (ready, "up and deploy, unless the model that the environment asks for is deployed already; says which it is"),
        (destroy, "pulumi destroy on it"),
        (env, "print the environment for AWS clients and Pulumi, for eval in a shell"),
        (pulumi_path, "print the Pulumi CLI that is used, built first where there is none"),
    ):
        command = commands.add_parser(
            function.__name__.replace("_", "-"), help=words, description=description, formatter_class=found.formatter_class
        )
        command.set_defaults(run=function)
    shown = commands.add_parser("logs", help="show what the services print")
    shown.add_argument("service", nargs="?", choices=("ministack", "engine", "model", "smollm2"), help="only this one")
    shown.add_argument("-f", "--follow", action="store_true")
    shown.add_argument("-n", "--lines", type=int, default=40)
    shown.set_defaults(run=logs)
    passed = commands.add_parser("pulumi", help="run the Pulumi CLI on it, as in: python -m local pulumi preview --diff")
    passed.add_argument("arguments", nargs=argparse.REMAINDER)
    passed.set_defaults(run=pulumi)
    return found


def main() -> int:
    options = parser().parse_args()
    try:
        # A stack that runs is found wherever it was put; LOCAL_PORT_BASE says where a new one goes, or moves one.
        ports = ports_of(os.environ) if os.environ.get(VARIABLE) else running_ports(options.folder) or Ports()
        return options.run(Laptop(options.folder, ports, say), options)
    except LaptopError as error:
        err.print(f"error: {error}", markup=False)
        return 1
    except KeyboardInterrupt:
        err.print("interrupted", markup=False)
        return 130


if __name__ == "__main__":
    sys.exit(main())
