"""moto is used as it is, except for functions that the engine replaces. Those have to be the ones it was written against."""

import inspect
import subprocess
import sys

import pytest

from local.step_functions import interpreter
from local.step_functions.patch import Patch


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


def test_moto_still_has_no_evaluator_of_its_own():
    from moto.stepfunctions.parser.asl.jsonata import jsonata

    with pytest.raises(TypeError, match="'NoneType' object is not callable"):
        jsonata.eval_jsonata_expression("1")


def test_no_emulator_of_another_service_is_imported():
    command = "import sys, local.step_functions; print({'moto.ec2', 'moto.batch.models', 'moto.iam.models'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
