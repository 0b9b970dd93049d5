"""A check that breaks is a finding, and the others go on."""

import pytest
from botocore.exceptions import ClientError

from cli.ask.errors import UnreachableError
from cli.verify.finding import FAILED, NOT_SEEN, PASSED, Check, Finding, NotSeenError


def raising(error: Exception) -> Finding:
    def look() -> Finding:
        raise error

    return Check("part", "promise", look).find()


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "of 417502936481"}}, "SimulatePrincipalPolicy")


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (NotSeenError("not seen on the laptop stack"), Finding(NOT_SEEN, "not seen on the laptop stack")),
        (refused("AccessDenied"), Finding(NOT_SEEN, "your credentials may not call SimulatePrincipalPolicy")),
        (refused("AccessDeniedException"), Finding(NOT_SEEN, "your credentials may not call SimulatePrincipalPolicy")),
        (refused("NotImplemented"), Finding(NOT_SEEN, "SimulatePrincipalPolicy isn't there")),
        (refused("Throttling"), Finding(FAILED, "SimulatePrincipalPolicy failed: Throttling")),
        (UnreachableError("AWS doesn't answer"), Finding(FAILED, "AWS doesn't answer")),
        (KeyError("State"), Finding(FAILED, "the check itself failed: KeyError: 'State'")),
    ],
)
def test_an_error_is_what_a_check_found(error, finding):
    assert raising(error) == finding


def test_a_check_finds_what_it_looks_at():
    assert Check("part", "promise", lambda: Finding(PASSED, "fine")).find() == Finding(PASSED, "fine")
