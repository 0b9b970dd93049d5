"""The laptop stack that the commands work on."""

import os
from collections.abc import Mapping
from pathlib import Path

from local.laptop import Laptop, Say, running_ports
from local.ports import VARIABLE, Ports, ports_of
from local.services import ROOT

FOLDER = "LOCAL_FOLDER"
"""The environment variable that says where all state of the stack is kept."""


def the_laptop(say: Say = print, environment: Mapping[str, str] = os.environ) -> Laptop:
    """The stack in LOCAL_FOLDER, or else in `.local`; a running one at its own ports. Raise PortBaseError for a wrong LOCAL_PORT_BASE."""
    folder = Path(environment.get(FOLDER) or ROOT / ".local")
    ports = ports_of(environment) if environment.get(VARIABLE) else running_ports(folder) or Ports()
    return Laptop(folder, ports, say)
