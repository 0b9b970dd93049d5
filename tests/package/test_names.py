"""What a program can import from the package: each component, and each type of its args."""

import typing

import pytest
import step_functions_agents
from step_functions_agents import names

import components.agent
import components.agent_platform
import components.http_connection
import components.tool_args
import components.tool_function

PUBLIC = (
    components.agent,
    components.agent_platform,
    components.http_connection,
    components.tool_args,
    components.tool_function,
)


def test_each_type_of_an_arg_has_a_name() -> None:
    types = {
        name
        for module in PUBLIC
        for name, value in vars(module).items()
        if typing.is_typeddict(value) and value.__module__ == module.__name__
    }
    assert types - {*names.__all__} == set()


def test_the_list_is_sorted_and_each_name_is_there() -> None:
    assert names.__all__ == sorted(names.__all__)
    for name in names.__all__:
        assert getattr(step_functions_agents, name) is getattr(names, name)


def test_a_name_that_isnt_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(AttributeError, match=r"has no attribute 'Agents': it has Agent, AgentArgs, .*, ToolFunction, "):
        _ = step_functions_agents.Agents
