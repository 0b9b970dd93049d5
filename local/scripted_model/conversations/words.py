"""Words for the script of any agent: a final answer that fits its output schema, whatever its fields are."""

from collections.abc import Mapping
from typing import Any

from agents.declaration import FINAL_ANSWER, Agent
from local.sample_input import sample
from local.scripted_model.conversations.script import ToolUse, Words


def in_words_of(agent: Agent) -> Words:
    """Return a function that puts a sentence into the first text field of the answer. The other required fields get samples.

    The function raises SampleError if there is no sample for a field.
    """
    return words_for(agent.output_schema, f"the answer of {agent.name}")


def words_for(output_schema: Mapping[str, Any], path: str) -> Words:
    """Return the same for an output schema. `path` names the answer in a SampleError."""
    fields = output_schema.get("properties", {})
    texts = [name for name, field in fields.items() if field.get("type") == "string" and not {"enum", "pattern"} & field.keys()]

    def in_words(text: str) -> ToolUse:
        answer = sample(dict(output_schema), path)
        return ToolUse(FINAL_ANSWER, answer | ({texts[0]: text} if texts else {}))

    return in_words
