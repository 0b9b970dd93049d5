"""Say what a person can do about a run that failed, by the error's name."""

from cli.ask.events import RunEnded
from cli.ask.stack import LAPTOP, deploy, on
from local.this_command import agent

NO_SNAPSHOT = (
    "Lambda.ResourceConflictException",
    "Lambda.SnapStartException",
    "Lambda.SnapStartNotReadyException",
    "Lambda.SnapStartRegenerationFailureException",
    "Lambda.SnapStartTimeoutException",
)


def hint(ended: RunEnded, stack: str) -> str:
    """Return one or two sentences. They are empty if the cause says everything."""
    option = on(stack)
    laptop = stack == LAPTOP
    change = "Choose another model with --model." if laptop else f"Change llm in the stack's config and deploy: {deploy(stack)}"
    # The stack's config knows the name of the key.
    name = f"pulumi config get --path 'llm.targets[0].secret'{option}"
    set_key = (
        "Put the right one into the environment, like ANTHROPIC_API_KEY, and ask again."
        if laptop
        else f'Set it and deploy: pulumi config set --secret --path "secrets.$({name})"{option} && {deploy(stack)}'
    )
    start = f"{agent('status')} shows what runs, {agent('up')} starts what doesn't."
    down = start if laptop else "Ask again later, or add a second target to llm.targets."
    return {
        "LLMAuth": f"The provider refuses the API key. {set_key}",
        "LLMRateLimited": "The provider limits how much you may ask, and trying again didn't help. Wait a minute, raise the limit "
        "with the provider, or add a second target to llm.targets.",
        "LLMUnavailable": f"The provider was down at every try. {down}",
        "LLMTimeout": f"The model took longer than llm.timeoutSeconds at every try. {change}",
        "LLMContextExceeded": "The conversation outgrew the model. Ask something narrower, or use a model that reads more.",
        "LLMBadRequest": f"The provider doesn't accept the request: the model's name or params may be wrong. {change}",
        "LLMConfigError": f"The stack's llm setting can't be used. {change}",
        "LLMRefused": "The provider refuses to answer this. Ask it differently.",
        "EngineStopped": "The laptop stack was stopped while the run went on. Ask again.",
        "InvalidInput": "The state machine refuses this input before the model sees it.",
        "States.Timeout": "The run took too long. Ask something narrower, or raise the agent's Limits.seconds.",
        "States.DataLimitExceeded": "A state grew over 256 KiB. Ask for less at a time.",
        "Lambda.SdkClientException": "Lambda can't be reached. " + (start if laptop else "Ask again later."),
        "Lambda.TooManyRequestsException": "Lambda runs no more calls at once than the account's quota, and trying for minutes "
        "didn't help. Ask again later, or raise the quota of concurrent executions.",
        "Lambda.ResourceNotFoundException": f"A function or its version is gone. Deploy again: {deploy(stack)}",
        "Sandbox.Timedout": "The function that calls the model took longer than its timeout at every try.",
        **dict.fromkeys(
            NO_SNAPSHOT, "The function can't start from its snapshot. docs/how-to/a-snapshot-that-failed.md says what to do."
        ),
        "Lambda.AWSLambdaException": f"A function can't be invoked. Deploy again: {deploy(stack)}",
    }.get(ended.error, "")
