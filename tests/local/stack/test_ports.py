"""Where the stack listens, and who is in its way."""

import os
import re
import socket

import pytest

from local.errors import PortBaseError
from local.ports import Ports, is_free, owner_of, ports_of


def test_the_ports_are_four_in_a_row():
    usual = Ports()
    assert (usual.ministack, usual.step_functions, usual.model, usual.mock_services) == (
        4566,
        4567,
        4568,
        4569,
    )
    chosen = ports_of({"LOCAL_PORT_BASE": "15000"})
    assert (chosen.ministack, chosen.mock_services) == (15000, 15003)
    assert ports_of({"LOCAL_PORT_BASE": ""}) == Ports()


@pytest.mark.parametrize("given", ["80", "65533", "x", "-1", "4566.5", "４５６６0000"])
def test_a_wrong_base_is_refused_with_what_is_allowed(given):
    with pytest.raises(PortBaseError, match=re.escape(f"LOCAL_PORT_BASE is {given!r}: allowed are 1024 to 65532.")):
        ports_of({"LOCAL_PORT_BASE": given})


def test_a_port_that_is_taken_names_its_process():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert owner_of(port).startswith(f"process {os.getpid()} (")
    assert is_free(port)
    assert owner_of(port) == "a process that this user can't look into"
