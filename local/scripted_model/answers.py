"""Answers a request from the written conversations."""

from local.scripted_model.conversations import SCRIPTS, Text, Turn, agent_of, play
from local.scripted_model.dialects import Dialect
from local.scripted_model.request import Request
from local.scripted_model.server import Response


def respond(dialect: Dialect, request: Request) -> Response:
    """Always an answer: a conversation that breaks says so as the model, where a person will read it."""
    return Response(200, dialect.write(request, turn_for(request)))


def turn_for(request: Request) -> Turn:
    agent = agent_of(request.system)
    if agent is None:
        return [Text("No agent of this project has this system prompt, so no conversation is written for it.")]
    try:
        return play(agent, request.question, request.results, request.only)
    except Exception as error:  # whatever is wrong with a conversation, the run has to end in order
        return [
            SCRIPTS[agent].in_words(f"The conversation that is written for this question broke: {type(error).__name__}: {error}")
        ]
