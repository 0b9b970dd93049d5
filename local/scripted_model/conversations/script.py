"""Written conversations, and how they are played.

A conversation is a generator. It yields the model's turns and receives the results of the tools that a turn asked for:

    @conversation(SQL.questions[1], "Who has the most career home runs?", agent="sql")
    def most_home_runs(question):
        [result] = yield [Text("Let me look."), ToolUse("execute_sql_query", {"sql_query": "…"})]
        yield [ToolUse("final_answer", {"answer": f"… {result.content} …", "queries": […], "charts": []})]

The server keeps no state, because each request holds the whole conversation. So `play` starts the generator again for each turn and
feeds it all results so far. A generator must depend on nothing but the question and the results. If it can't go on from a result,
it raises UnusableResultError, and the run ends with an answer that says so.
"""

import re
import unicodedata
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from agents import AGENTS
from agents.folders import IS_OWN_PROJECT


@dataclass(frozen=True)
class Text:
    """Text of the model, beside or instead of tool uses."""

    text: str


@dataclass(frozen=True)
class ToolUse:
    """A tool that the model wants to run. The server gives it an id."""

    name: str
    input: dict[str, Any]


@dataclass(frozen=True)
class ToolResult:
    """The result of one tool use. `content` is the text of all text blocks, in order."""

    content: str
    is_error: bool = False


class UnusableResultError(Exception):
    """A conversation can't go on from a tool's result. The message says why, in words for the person who asked."""


Turn = list[Text | ToolUse]
Conversation = Generator[Turn, list[ToolResult], None]
Words = Callable[[str], ToolUse]
Around = Callable[[Callable[[str], Conversation]], Callable[[str], Conversation]]


@dataclass
class Script:
    """All conversations of one agent."""

    agent: str
    in_words: Words
    """Turns a sentence into a `final_answer` that fits the agent's output schema."""
    around: Around = lambda play: play
    """Wraps each conversation before it is played."""
    conversations: dict[str, Callable[[str], Conversation]] = field(default_factory=dict)
    """The conversations by question, as the question was written."""

    def find(self, question: str) -> Callable[[str], Conversation] | None:
        """Return the conversation for a question, or None. Case, punctuation and white space don't matter."""
        asked = plain(question)
        return next((play for known, play in self.conversations.items() if plain(known) == asked), None)


SCRIPTS: dict[str, Script] = {}


def script(agent: str, in_words: Words, around: Around = lambda play: play) -> Script:
    """Open the script of an agent. Call it once, before the agent's first conversation."""
    if agent in SCRIPTS:
        raise ValueError(f"agent {agent!r} has a script already: add the conversation to it")
    return SCRIPTS.setdefault(agent, Script(agent, in_words, around))


def conversation(*questions: str, agent: str) -> Callable[[Callable[[str], Conversation]], Callable[[str], Conversation]]:
    """Register a generator function under its question and other wordings of it.

    Take a sample question from the agent's declaration, so that it can be reworded there.
    """

    def register(function: Callable[[str], Conversation]) -> Callable[[str], Conversation]:
        if agent not in SCRIPTS:
            raise LookupError(f"no script is open for the agent {agent!r}: there are {', '.join(sorted(SCRIPTS))}")
        for question in questions:
            if SCRIPTS[agent].find(question):
                raise ValueError(f"agent {agent!r} has two conversations for {question!r}")
            SCRIPTS[agent].conversations[question] = SCRIPTS[agent].around(function)
        return function

    return register


def plain(question: str) -> str:
    """Return a question with its case, encoding of accents, punctuation and white space normalized."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", question).casefold())
    return " ".join(words)


def play(agent: str, question: str, results: list[list[ToolResult]], only: str | None = None) -> Turn:
    """Return the model's next turn.

    agent: the agent's name.
    question: the text of the first user message.
    results: one list for each assistant turn so far, with a result for each tool use of that turn, in order. The list of a turn
    without tool uses is empty.
    only: the one tool that the request allows (`tool_choice` of type "tool"), if any.
    """
    scripted = SCRIPTS.get(agent)
    if scripted is None:
        return [Text(f"No conversation is written for agent {agent!r}; there are some for: {', '.join(sorted(SCRIPTS))}.")]
    return play_script(scripted, question, results, only)


def play_script(scripted: Script, question: str, results: list[list[ToolResult]], only: str | None = None) -> Turn:
    """Return the next turn of a script, as `play` does."""
    chosen = scripted.find(question)
    turn: Turn = _replay(chosen(question), results, scripted.in_words) if chosen else [scripted.in_words(unknown(scripted))]
    if only and not any(isinstance(block, ToolUse) and block.name == only for block in turn):
        return [scripted.in_words("I had to stop before I was done: this run reached one of its limits.")]
    return turn


def _replay(generator: Conversation, results: list[list[ToolResult]], in_words: Words) -> Turn:
    try:
        turn = next(generator)
        for each in results:
            turn = generator.send(each)
    except StopIteration:
        return [in_words("This conversation is over, and its answer was not taken.")]
    except UnusableResultError as why:
        return [in_words(f"I can't answer this: {why}.")]
    return turn


def unknown(scripted: Script) -> str:
    """Return the scripted model's answer to a question that is not in the script. The sample questions come first in it."""
    samples = agent.questions if (agent := AGENTS.usable.get(scripted.agent)) else ()
    known = "\n".join(f"- {question}" for question in sorted(scripted.conversations, key=lambda each: each not in samples))
    if IS_OWN_PROJECT and not known:
        known = "  none yet. conversations/<agent>.py holds an agent's: docs/how-to/a-program-of-your-own.md has one"
    return (
        "No model is behind this stack, only a script, and this question isn't in it. It knows these:\n"
        f"{known}\n"
        "To ask anything, use a real model: set ANTHROPIC_API_KEY, OPENAI_API_KEY or another provider's key in the environment, "
        "or start Ollama, and ask again by `agent ask`."
    )
