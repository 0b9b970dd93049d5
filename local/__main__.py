"""`python -m local`: the laptop stack, started, looked at, deployed to and stopped."""

import argparse
import os
import shlex
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from local import deployed, deployment, environment
from local.chosen import ALL, Chosen, choose
from local.errors import LaptopError
from local.laptop import Laptop, running_ports
from local.ports import VARIABLE, Ports, ports_of
from local.pulumi_cli.find import find_or_build
from local.services import ROOT

FOLDER = ROOT / ".local"

out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def say(text: str) -> None:
    out.print(text, markup=False)


def up(laptop: Laptop, options: argparse.Namespace) -> int:
    started_at = time.monotonic()
    with laptop.locked():
        # What can fail for a reason of the person's (no Go, a model that isn't there) comes before anything is started.
        chosen = deployment.prepare(laptop, options.agent, say)
        started = laptop.up()
        if "ministack" in started:
            # With MiniStack's state went Pulumi's.
            chosen = deployment.prepare(laptop, [*options.agent, *chosen.agents], say)
    seconds = time.monotonic() - started_at
    what = f"started {', '.join(started)} in {seconds:.1f} s" if started else "was up already"
    ports = sorted(service.port for service in laptop.services.values())
    say(f"The laptop stack: {what}. Ports {ports[0]} to {ports[-1]}, model {described(laptop, chosen)}.")
    if mock_services := chosen.outside.in_words:
        say(f"Mock services of this machine answer for {mock_services}.")
    return 0


def ready(laptop: Laptop, options: argparse.Namespace) -> int:
    chosen = choose(os.environ, laptop.ports, options.agent, deployed.agents(laptop.folder))
    wanted, there = deployed.config_of(laptop.folder, laptop.ports, chosen), deployed.deployed(laptop.folder)
    laptop.beside = chosen.services
    if there == wanted and laptop.is_up():
        say(f"Model {described(laptop, chosen)}.")
        return 0
    say(_change(there, wanted))
    return up(laptop, options) or deployment.deploy(laptop)


def _change(there: deployed.Config | None, wanted: deployed.Config) -> str:
    if there is None or there == wanted:
        return "The laptop stack isn't up, or not deployed: bringing it up."
    if there.model != wanted.model:
        return f"The model was {there.model} and is now {wanted.model}: deploying the change."
    if more := [name for name in wanted.agents if name not in there.agents]:
        return f"Agent{'s' if len(more) > 1 else ''} {', '.join(more)} will be there too: deploying the change."
    if there.llm != wanted.llm:
        return f"What is said of {wanted.model} has changed: deploying the change."
    return "Who answers the tools, or a key, has changed: deploying the change."


def described(laptop: Laptop, chosen: Chosen) -> str:
    if chosen.model:
        return f"{chosen.model.target['model']}, {chosen.model.why}"
    name = deployed.config_of(laptop.folder, laptop.ports, chosen).model
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


def deploy(laptop: Laptop, options: argparse.Namespace) -> int:
    if options.agent:
        up(laptop, options)
    return deployment.deploy(laptop)


def destroy(laptop: Laptop, _: argparse.Namespace) -> int:
    return deployment.destroy(laptop)


def pulumi(laptop: Laptop, options: argparse.Namespace) -> int:
    return deployment.run_pulumi(laptop, options.arguments)


def parser() -> argparse.ArgumentParser:
    from local import models

    how = (models.__doc__ or "").partition(":")[2]
    description = f"{__doc__}\n\nThe ports are 4566 to 4570, or five from LOCAL_PORT_BASE on. The model:{how}"
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
        (ready, "up and deploy, unless what is asked for is deployed already; says which model it is"),
        (destroy, "pulumi destroy on it"),
        (env, "print the environment for AWS clients and Pulumi, for eval in a shell"),
        (pulumi_path, "print the Pulumi CLI that is used, built first where there is none"),
    ):
        command = commands.add_parser(
            function.__name__.replace("_", "-"), help=words, description=description, formatter_class=found.formatter_class
        )
        command.set_defaults(run=function)
        if function in (up, deploy, ready):
            command.add_argument(
                "--agent",
                action="append",
                default=[],
                metavar="NAME",
                help=f"have this agent too, beside those that are there; may be given several times; {ALL} for every one",
            )
    shown = commands.add_parser("logs", help="show what the services print")
    shown.add_argument(
        "service", nargs="?", choices=("ministack", "step-functions", "model", "smollm2", "mock-services"), help="only this one"
    )
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
