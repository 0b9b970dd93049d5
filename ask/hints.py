"""What a person can do about a run that failed, by the error's name."""

from ask.events import RunEnded
from ask.stack import on


def hint(ended: RunEnded, stack: str) -> str:
    """One or two sentences; empty where there is nothing to say beyond the cause."""
    option = on(stack)
    change = f"Change it and deploy: pulumi config set --path 'llm.targets[0].…'{option}; pulumi up{option}"
    hints = {
        "LLMAuth": "The provider refuses the API key. Set it and deploy: "
        f"pulumi config set --secret --path 'secrets.<name in llm.targets>'{option}; pulumi up{option}",
        "LLMRateLimited": "The provider limits how much you may ask, and trying again didn't help. Wait a minute, raise the limit "
        "with the provider, or add a second target to llm.targets.",
        "LLMUnavailable": "The provider was down at every try. Ask again later, or add a second target to llm.targets.",
        "LLMTimeout": f"The model took longer than llm.timeoutSeconds at every try. {change}",
        "LLMContextExceeded": "The conversation outgrew what the model can read. Ask something narrower, or use a model that "
        "reads more.",
        "LLMBadRequest": f"The provider doesn't accept the request: the model's name or params may be wrong. {change}",
        "LLMRefused": "The provider refuses to answer this. Ask it differently.",
        "EngineStopped": "The laptop stack was stopped while the run went on. Ask again.",
        "InvalidInput": "The state machine refuses this input before the model sees it.",
        "States.Timeout": "The run took longer than its state machine allows. Ask something narrower, or raise the agent's "
        "Limits.seconds.",
        "States.DataLimitExceeded": "A state grew over 256 KiB. Ask for less at a time.",
        "Lambda.AccessDeniedException": f"The state machine may not invoke a function. Deploy again: pulumi up{option}",
    }
    return hints.get(ended.error, "")
