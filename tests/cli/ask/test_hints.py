from datetime import UTC, datetime

import pytest

from cli.ask.events import RunEnded
from cli.ask.hints import hint
from local.this_command import agent


def failed(error: str) -> RunEnded:
    return RunEnded(datetime.now(UTC), "FAILED", error=error)


def test_a_refused_key_names_the_commands_that_set_it():
    assert hint(failed("LLMAuth"), "dev") == (
        "The provider refuses the API key. Set it and deploy: "
        "pulumi config set --secret --path \"secrets.$(pulumi config get --path 'llm.targets[0].secret' --stack dev)\" "
        "--stack dev && pulumi up --stack dev"
    )
    assert hint(failed("LLMAuth"), "local").endswith(
        "Put the right one into the environment, like ANTHROPIC_API_KEY, and ask again."
    )


@pytest.mark.parametrize(
    "error",
    [
        "LLMRateLimited",
        "LLMUnavailable",
        "LLMTimeout",
        "LLMContextExceeded",
        "LLMBadRequest",
        "LLMRefused",
        "LLMConfigError",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
        "Lambda.SnapStartNotReadyException",
        "Lambda.ResourceConflictException",
        "Lambda.ResourceNotFoundException",
        "Sandbox.Timedout",
        "InvalidInput",
        "States.Timeout",
        "States.DataLimitExceeded",
    ],
)
def test_every_error_that_a_run_fails_with_has_a_hint(error):
    assert hint(failed(error), "dev").endswith((".", "pulumi up --stack dev"))


def test_a_laptop_stack_that_broke_down_is_looked_at_and_started():
    assert hint(failed("Lambda.SdkClientException"), "local") == (
        f"Lambda can't be reached. {agent('status')} shows what runs, {agent('up')} starts what doesn't."
    )


def test_an_unknown_error_has_none():
    assert hint(failed("Boom"), "dev") == ""
