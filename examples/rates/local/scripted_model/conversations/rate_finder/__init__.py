"""A conversation of the agent rate-finder. The answer is made from what the tool returned."""

import json

from agents.rate_finder import RATE_FINDER

from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation, script
from local.scripted_model.conversations.words import in_words_of

in_words = in_words_of(RATE_FINDER)
script("rate-finder", in_words)


@conversation(*RATE_FINDER.questions, agent="rate-finder")
def euros_and_yen(question: str) -> Conversation:
    euros, yen = yield [
        Text("I ask for both."),
        ToolUse("find_rate", {"base": "GBP", "target": "EUR"}),
        ToolUse("find_rate", {"base": "GBP", "target": "JPY"}),
    ]
    yield [in_words(f"A pound is {json.loads(euros.content)['rate']} euros. As for yen, {json.loads(yen.content)['message']}.")]
