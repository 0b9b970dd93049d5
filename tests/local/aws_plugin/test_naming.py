from typing import Any

import pytest

from local.aws_plugin.check import Failure
from local.aws_plugin.naming import AutoName, Proposal, fill_in, is_chosen

NAME = AutoName("name", 20)
SEED = bytes.fromhex("0123456789abcdef")


def _fill(new: dict[str, Any], old: dict[str, Any] | None = None, proposal: Proposal | None = None, auto: AutoName = NAME) -> Any:
    failures = fill_in(auto, "Tool", new, old or {}, proposal or Proposal(SEED))
    return new, failures


def test_a_name_is_the_logical_name_and_seven_digits() -> None:
    assert _fill({}) == ({"name": "Tool-0123456", "__defaults": ["name"]}, [])


def test_a_name_that_the_provider_chose_is_kept() -> None:
    old = {"name": "Tool-fedcba9", "__defaults": ["name"]}
    assert _fill({}, old) == ({"name": "Tool-fedcba9", "__defaults": ["name"]}, [])


def test_a_name_that_the_program_no_longer_gives_is_replaced_by_a_new_one() -> None:
    assert _fill({}, {"name": "mine"}) == ({"name": "Tool-0123456", "__defaults": ["name"]}, [])


def test_a_name_that_the_program_gives_stays() -> None:
    assert _fill({"name": "mine"}, {"name": "Tool-fedcba9", "__defaults": ["name"]}) == ({"name": "mine"}, [])


def test_a_bucket_is_named_in_lower_case() -> None:
    assert _fill({}, auto=AutoName("bucket", 63, lower=True))[0]["bucket"] == "tool-0123456"


def test_a_stack_may_configure_the_names() -> None:
    assert _fill({}, proposal=Proposal(SEED, "prod-Tool", "ENFORCE"))[0]["name"] == "prod-Tool"


def test_a_stack_may_turn_automatic_names_off() -> None:
    failure = Failure("name", "is required: the stack turns automatic names off (pulumi:autonaming)")
    assert _fill({}, proposal=Proposal(SEED, "", "DISABLE")) == ({}, [failure])


def test_a_name_too_long_for_aws_is_refused_with_both_lengths() -> None:
    reason = "would be 'Tool-0123456', 12 characters of at most 10: give the resource a shorter name"
    assert _fill({}, auto=AutoName("name", 10))[1] == [Failure("name", reason)]


@pytest.mark.parametrize(
    ("inputs", "chosen"), [({"name": "mine"}, True), ({"name": "x", "__defaults": ["name"]}, False), ({}, False)]
)
def test_only_a_name_from_the_program_counts_as_chosen(inputs: dict[str, Any], chosen: bool) -> None:
    assert is_chosen(NAME, inputs) is chosen
