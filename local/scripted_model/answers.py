"""Answer a request from the written conversations."""

from typing import Any

from agents import AGENTS
from agents.declaration import FINAL_ANSWER
from agents.folders import IS_OWN_PROJECT
from local.loopback_server import Response
from local.scripted_model.conversations import BROKEN, SCRIPTS, Text, Turn, play, play_script
from local.scripted_model.conversations.own import all_conversations
from local.scripted_model.conversations.words import words_for
from local.scripted_model.dialect import Dialect
from local.scripted_model.request import Request


def respond(dialect: Dialect, request: Request) -> Response:
    """Return the model's next turn. If a conversation breaks, the turn says so, where a person will read it."""
    return Response(200, dialect.write(request, turn_for(request)))


def turn_for(request: Request) -> Turn:
    if IS_OWN_PROJECT:
        return _turn_of_own_project(request)
    agent = agent_of(request)
    if agent is None:
        return [Text("No agent of this project has this system prompt or these tools, so no conversation is written for it.")]
    if agent in BROKEN:
        return [Text(f"The conversations of agent {agent!r} can't be played: {BROKEN[agent]}")]
    try:
        return play(agent, request.question, request.results, request.only)
    except Exception as error:  # whatever is wrong with a conversation, the run has to end in order
        return [
            SCRIPTS[agent].in_words(f"The conversation that is written for this question broke: {type(error).__name__}: {error}")
        ]


def _turn_of_own_project(request: Request) -> Turn:
    """Return the turn of the conversation that is written for the question. No declaration tells which agent is asked."""
    if not request.system:
        return [Text("No agent sent this request: it has no system prompt.")]
    scripted = all_conversations(words_for(_schema_of_the_answer(request), "the answer"))
    if not scripted.find(request.question) and BROKEN:
        return [scripted.in_words("\n".join(["Some conversations can't be played:", *BROKEN.values()]))]
    try:
        return play_script(scripted, request.question, request.results, request.only)
    except Exception as error:  # whatever is wrong with a conversation, the run has to end in order
        problem = f"The conversation that is written for this question broke: {type(error).__name__}: {error}"
        return [scripted.in_words(problem)]


def _schema_of_the_answer(request: Request) -> dict[str, Any]:
    tools = request.body.get("tools", [])
    return next((tool["input_schema"] for tool in tools if tool.get("name") == FINAL_ANSWER and "input_schema" in tool), {})


def agent_of(request: Request) -> str | None:
    """Return the name of the agent that a request comes from. None if no agent sent it, as without a system prompt.

    A provider's API knows no agents, so the system prompt tells them apart. If it was edited after the deployment or after the
    start of this server, the tools decide. If several agents have the same tools, the question decides.
    """
    if not request.system:
        return None
    asked = set(request.tools) - {FINAL_ANSWER}

    def likeness(name: str) -> tuple[bool, float, bool]:
        declared = AGENTS.usable[name]
        tools = {tool.name for tool in declared.tools}
        same_tools = len(asked & tools) / len(asked | tools) if asked | tools else 1.0
        knows = name in SCRIPTS and SCRIPTS[name].find(request.question) is not None
        return declared.system_prompt.strip() in request.system, same_tools, knows

    best = max(AGENTS.usable, key=likeness, default=None)
    return best if best is not None and any(likeness(best)) else None
