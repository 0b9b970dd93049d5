"""The question for a person who has none yet: the first sample question of the agent, from the stack's outputs."""

import shlex

from cli.ask.errors import QuestionError
from cli.ask.stack import AgentOutputs, Stack, on
from local.this_command import agent as this_command


def first_question(agent: AgentOutputs) -> str | None:
    """Return the agent's first sample question. None if it has none."""
    return next(iter(agent.questions), None)


def question_of_the_laptop(stack: Stack, agent: AgentOutputs) -> str:
    """Return the agent's first question on the laptop stack. Raise QuestionError on any other stack: answers cost money there."""
    example = first_question(agent)
    # Only a stack that isn't in AWS has endpoints.
    if example and stack.endpoints:
        return example
    command = this_command(f"ask {agent.agent} {shlex.quote(example or '…')}{on(stack.name)}")
    raise QuestionError(f"there is no question. Ask one: {command}")
