"""What the Time Series Clustering agent's conversations say and read."""

from local.scripted_model.conversations.script import ToolUse


def in_words(text: str) -> ToolUse:
    return ToolUse("final_answer", {"answer": text})
