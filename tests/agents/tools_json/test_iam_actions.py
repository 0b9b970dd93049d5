"""The list of IAM's actions."""

from agents.tools_json.iam_actions import actions
from agents.tools_json.iam_actions.__main__ import collected, text


def test_the_list_is_that_of_the_installed_package() -> None:
    assert actions.FILE.read_text("utf-8") == text(collected())


def test_actions_are_found_in_their_exact_spelling() -> None:
    assert actions.problem("dynamodb:GetItem") is None
    assert actions.problem("dynamodb:Get*") is None
    assert actions.problem("dynamodb:getItem") == "dynamodb has no action 'getItem' (did you mean GetItem?)"
    assert actions.problem("qqqqqqqq:Do") == "AWS has no service 'qqqqqqqq'"


def test_actions_without_resources_are_known() -> None:
    assert actions.knows_no_resources("sqs", "ListQueues")
    assert not actions.knows_no_resources("sqs", "SendMessage")
