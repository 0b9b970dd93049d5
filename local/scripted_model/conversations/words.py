"""Words for the script of any agent: a final answer that fits its output schema, whatever fields that has."""

from agents.declaration import FINAL_ANSWER, Agent
from local.sample_input import sample
from local.scripted_model.conversations.script import ToolUse, Words


def in_words_of(agent: Agent) -> Words:
    """Put a sentence into the first text field of the answer; the other required fields get samples.

    Raises SampleError when it is used, if a field can't have one.
    """
    fields = agent.output_schema.get("properties", {})
    texts = [name for name, field in fields.items() if field.get("type") == "string" and not {"enum", "pattern"} & field.keys()]

    def in_words(text: str) -> ToolUse:
        answer = sample(agent.output_schema, f"the answer of {agent.name}")
        return ToolUse(FINAL_ANSWER, answer | ({texts[0]: text} if texts else {}))

    return in_words
