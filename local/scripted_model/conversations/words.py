"""Words for the script of any agent: a final answer that fits its output schema, whatever its fields are."""

from agents.declaration import FINAL_ANSWER, Agent
from local.sample_input import sample
from local.scripted_model.conversations.script import ToolUse, Words


def in_words_of(agent: Agent) -> Words:
    """Return a function that puts a sentence into the first text field of the answer. The other required fields get samples.

    The function raises SampleError if there is no sample for a field.
    """
    fields = agent.output_schema.get("properties", {})
    texts = [name for name, field in fields.items() if field.get("type") == "string" and not {"enum", "pattern"} & field.keys()]

    def in_words(text: str) -> ToolUse:
        answer = sample(agent.output_schema, f"the answer of {agent.name}")
        return ToolUse(FINAL_ANSWER, answer | ({texts[0]: text} if texts else {}))

    return in_words
