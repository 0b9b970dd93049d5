"""What the laptop's scripted model says as the agent proof-reader. A real model needs none of this."""

import json

from step_functions_agents.conversations import Conversation, Text, ToolUse, conversation


@conversation("How many words has 'to be or not to be'?", agent="proof-reader")
def how_many_words(question: str) -> Conversation:
    text = "to be or not to be"
    [result] = yield [Text("I count."), ToolUse("word_counter", {"text": text})]
    counted = json.loads(result.content)
    yield [ToolUse("final_answer", {"answer": f"It has {counted['words']} words and {counted['characters']} characters."})]
