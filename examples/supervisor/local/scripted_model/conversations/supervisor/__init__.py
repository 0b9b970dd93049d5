"""Conversations of the supervisor. Every answer is made from what the agents answered."""

from agents.supervisor import SUPERVISOR

from agents.financial import FINANCIAL
from agents.sql import SQL
from local.scripted_model.conversations.results import read
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation, script


def in_words(answer: str, *asked: str) -> ToolUse:
    return ToolUse("final_answer", {"answer": answer, "asked": list(asked)})


script("supervisor", in_words)


@conversation(SUPERVISOR.questions[0], agent="supervisor")
def both(question: str) -> Conversation:
    baseball, stocks = SQL.questions[1], FINANCIAL.questions[1]
    results = yield [
        Text("Two agents know a part of it each. I ask both at once."),
        ToolUse("ask_sql", {"question": baseball}),
        ToolUse("ask_financial", {"question": stocks}),
    ]
    answers = [read(result, "output")["output"]["answer"] for result in results]
    yield [in_words(" ".join(answers), baseball, stocks)]
