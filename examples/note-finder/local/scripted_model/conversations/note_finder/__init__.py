"""A conversation of the agent note-finder. The answer is made from what the tools returned."""

import json

from agents.note_finder import NOTE_FINDER

from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation, script
from local.scripted_model.conversations.words import in_words_of

in_words = in_words_of(NOTE_FINDER)
script("note-finder", in_words)


@conversation(*NOTE_FINDER.questions, agent="note-finder")
def tea_and_coffee(question: str) -> Conversation:
    yield [ToolUse("take_note", {"subject": "tea", "text": "Steep it for three minutes."})]
    tea, coffee = yield [
        Text("Now I read both."),
        ToolUse("find_note", {"subject": "tea"}),
        ToolUse("find_note", {"subject": "coffee"}),
    ]
    yield [in_words(f"About tea: {json.loads(tea.content)['text']} {coffee.content}.")]
