"""Conversations of the agent exchange-rates, for the scripted model. The answer is made from what the tool returned."""

from agents.exchange_rates import EXCHANGE_RATES

from local.sample_input import sample_input
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation, script
from local.scripted_model.conversations.words import in_words_of

in_words = in_words_of(EXCHANGE_RATES)
script("exchange-rates", in_words)


@conversation(*EXCHANGE_RATES.questions, agent="exchange-rates")
def first_question(question: str) -> Conversation:
    tool = EXCHANGE_RATES.tools[0]
    [result] = yield [Text("I try it."), ToolUse(tool.name, sample_input(tool))]
    if result.is_error:
        raise UnusableResultError(f"{tool.name} refused {sample_input(tool)}: {result.content[:300]}")
    yield [in_words(f"It does. {tool.name} returned: {result.content[:1000]}")]
