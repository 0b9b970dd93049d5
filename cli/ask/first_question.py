"""What an agent is asked by a person who has no question yet: the first of its sample questions, which the stack's outputs have."""

import shlex

from cli.ask.errors import QuestionError
from cli.ask.stack import AgentOutputs, Stack, on
from cli.this_command import agent as this_command


def first_question(agent: AgentOutputs) -> str | None:
    """None for an agent without sample questions."""
    return next(iter(agent.questions), None)


def question_of_the_laptop(stack: Stack, agent: AgentOutputs) -> str:
    """On the laptop stack, the agent's first question. Raise QuestionError elsewhere, where an answer costs money."""
    example = first_question(agent)
    # Only a stack that isn't in AWS has endpoints of its own.
    if example and stack.endpoints:
        return example
    command = this_command(f"ask {agent.agent} {shlex.quote(example or '…')}{on(stack.name)}")
    raise QuestionError(f"there is no question. Ask one: {command}")
