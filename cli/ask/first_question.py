"""What an agent is asked by a person who has no question yet: the first one that the laptop's scripted model has an answer to.

The scripts are the project's (`local/scripted_model`), and are looked at only where no question was given: the command asks any
other stack without them.
"""

from cli.ask.errors import QuestionError
from cli.ask.stack import AgentOutputs, Stack


def first_question(agent: str) -> str | None:
    """None for an agent without a script."""
    from local.scripted_model.conversations import SCRIPTS

    return next(iter(SCRIPTS[agent].conversations), None) if agent in SCRIPTS else None


def question_of_the_laptop(stack: Stack, agent: AgentOutputs) -> str:
    """On the laptop stack, the agent's first question. Raises QuestionError elsewhere, where an answer costs money."""
    example = first_question(agent.agent)
    # Only a stack that isn't in AWS has endpoints of its own.
    if example and stack.endpoints:
        return example
    raise QuestionError(f'there is no question. Ask one: python -m cli.ask {agent.agent} "{example or "…"}"')
