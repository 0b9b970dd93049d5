"""The words of an agent that has none of its own."""

from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from agents import AGENTS
from local.scripted_model.conversations.words import in_words_of


@pytest.mark.parametrize("name", AGENTS)
def test_they_fit_the_output_schema_of_any_agent(name: str) -> None:
    use = in_words_of(AGENTS[name])("So it is.")
    assert use.name == "final_answer"
    Draft202012Validator(AGENTS[name].output_schema).validate(use.input)
    assert use.input["answer"] == "So it is."


def test_they_stand_in_the_first_field_that_takes_any_text() -> None:
    fields = {"kind": {"type": "string", "enum": ["a"]}, "count": {"type": "integer"}, "text": {"type": "string"}}
    schema = {"type": "object", "properties": fields, "required": ["kind", "count"], "additionalProperties": False}
    agent = replace(AGENTS["sql"], output_schema=schema)
    assert in_words_of(agent)("So it is.").input == {"kind": "a", "count": 1, "text": "So it is."}
    counts = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"], "additionalProperties": False}
    wordless = replace(AGENTS["sql"], output_schema=counts)
    assert in_words_of(wordless)("So it is.").input == {"count": 1}
