"""moto is used as it is, except for functions that the engine replaces. Those have to be the ones it was written against."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from moto.stepfunctions import parser

from local.step_functions import interpreter
from local.step_functions.clients import client_for
from local.step_functions.patch import Patch
from local.step_functions.tasks import CLIENT_MODULES


def test_moto_has_not_changed_the_functions_that_are_replaced():
    """If this fails after an update: read what has changed, mend the patch or drop it, and write the new digest beside it."""
    assert interpreter.CHANGED == []


def test_a_changed_function_shows():
    class Owner:
        def work(self):
            return 1

    assert Patch(Owner, "work", lambda original: original, "0" * 12).source_digest() != "0" * 12


def test_every_patch_is_in_place():
    for patch in interpreter.PATCHES:
        module = inspect.unwrap(getattr(patch.owner, patch.attribute)).__module__
        assert module.startswith("local.step_functions."), str(patch)


def test_every_module_of_moto_that_calls_a_service_has_our_clients():
    """A new one of moto's would call an emulator that isn't there."""
    calling = {path for path in Path(parser.__file__).parent.rglob("*.py") if "boto_client_for" in path.read_text()}
    assert calling == {Path(module.__file__) for module in CLIENT_MODULES}
    assert {module.boto_client_for for module in CLIENT_MODULES} == {client_for}
    clients = {path.name for path in Path(parser.__file__).parent.rglob("*.py") if "boto3.client(" in path.read_text()}
    assert clients == {"boto_client.py"}


def test_moto_still_has_no_evaluator_of_its_own():
    from moto.stepfunctions.parser.asl.jsonata import jsonata

    with pytest.raises(TypeError, match="'NoneType' object is not callable"):
        jsonata.eval_jsonata_expression("1")


def test_no_emulator_of_another_service_is_imported():
    command = "import sys, local.step_functions; print({'moto.ec2', 'moto.batch.models', 'moto.iam.models'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
