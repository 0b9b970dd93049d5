import re

import pytest

from agents import AGENTS
from agents.declaration import Agent, DeclarationError, FolderTool, Limits, tools_in

NO_FIELDS = {"type": "object", "properties": {}, "additionalProperties": False}


def field(**schema):
    return NO_FIELDS | {"properties": {"x": {"type": "string"} | schema}}


IN_ITSELF = dict(NO_FIELDS)
IN_ITSELF["properties"] = {"x": IN_ITSELF}


def a_tool(**changed):
    return FolderTool(
        **{"function": "f", "name": "t", "description": "d", "input_schema": NO_FIELDS, "timeout_seconds": 5} | changed
    )


def an_agent(**changed):
    fields = {"name": "a", "description": "d", "system_prompt": "p", "tools": (a_tool(),), "output_schema": NO_FIELDS}
    return Agent(**fields | changed)


def test_the_sql_agent_has_the_three_tools_of_its_two_functions():
    assert [(tool.source, tool.name) for tool in AGENTS["sql"].tools] == [
        ("db-interface", "get_db_schema"),
        ("db-interface", "execute_sql_query"),
        ("code-interpreter", "execute_python"),
    ]


def test_a_tool_function_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(DeclarationError, match=r"no tool function 'db'.*there are: .*code-interpreter, db-interface"):
        tools_in("db")


@pytest.mark.parametrize(
    ("make", "changed", "message"),
    [
        (
            a_tool,
            {"name": "two words"},
            "the tool 'two words' of f is declared wrongly:\n- name is \"two words\": allowed are 1 to 64",
        ),
        (a_tool, {"input_schema": {"type": "string"}}, 'input_schema.type is "string": allowed is "object"'),
        (a_tool, {"timeout_seconds": 891}, "timeout_seconds is 891: allowed is a whole number, 1 to 890"),
        (a_tool, {"input_schema": field(pattern="\\d")}, 'input_schema.properties.x.pattern is "\\\\d": \\d isn\'t the same'),
        (an_agent, {"name": "SQL"}, "agent name 'SQL': allowed are 1 to 30 lower-case letters"),
        (an_agent, {"output_schema": {"type": "array"}}, 'output_schema.type is "array": allowed is "object"'),
        (
            an_agent,
            {"output_schema": field(pattern="\\p{L}+")},
            "the output_schema of agent 'a' is wrong (docs/reference/tools-json.md says what is allowed):\n"
            '- output_schema.properties.x.pattern is "\\\\p{L}+": \\p isn\'t the same in all languages: ',
        ),
        (an_agent, {"output_schema": NO_FIELDS | {"$defs": {}}}, "output_schema.$defs: there is no such key. "),
        (an_agent, {"output_schema": []}, "output_schema is []: allowed is an object"),
        (an_agent, {"output_schema": field(title=float("nan"))}, "output_schema isn't JSON: Out of range float values"),
        (an_agent, {"output_schema": IN_ITSELF}, "output_schema isn't JSON: Circular reference detected"),
        (an_agent, {"tools": (a_tool(), a_tool(function="g"))}, "agent 'a' has two tools named t: rename one"),
        (an_agent, {"questions": "Why?"}, "questions of agent 'a' are 'Why?': allowed is a tuple of different texts"),
        (
            an_agent,
            {"questions": ("Why?", "Why?")},
            "questions of agent 'a' are ('Why?', 'Why?'): allowed is a tuple of different texts",
        ),
        (an_agent, {"questions": (" ",)}, "questions of agent 'a' are (' ',): allowed is a tuple of different texts"),
        (Limits, {"turns": 1}, "limit turns is 1: allowed are 2 to 100"),
        (Limits, {"turns": 101}, "limit turns is 101: allowed are 2 to 100"),
        (Limits, {"tool_calls": 530}, "limit tool_calls is 530: with 25 turns allowed are 1 to 529, because Step Functions ends"),
        (Limits, {"turns": 100, "tool_calls": 296}, "limit tool_calls is 296: with 100 turns allowed are 1 to 295"),
        (Limits, {"seconds": 0}, "limit seconds is 0: allowed are 1 to 86400"),
        (Limits, {"cost_usd": -1}, "limit cost_usd is -1: allowed are 0.0 to 10000.0"),
    ],
)
def test_a_wrong_declaration_says_what_was_given_and_what_is_allowed(make, changed, message):
    with pytest.raises(DeclarationError, match=re.escape(message)):
        make(**changed)
