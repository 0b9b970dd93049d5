"""Every agent of the project, deployed together, answers the first question that it is offered with; its tools are real ones."""

from typing import Any

import fastjsonschema
import pytest

from agents import AGENTS
from tests.end_to_end.conftest import Deployed

FUNCTION_OF = {tool.name: tool.source for agent in AGENTS.values() for tool in agent.tools}


@pytest.fixture(scope="module")
def answers(all_agents: Deployed) -> dict[str, dict[str, Any]]:
    """What each agent came to, by its name, with the blocks of its conversation."""
    found = {}
    for name in AGENTS:
        answer = all_agents.ask(AGENTS[name].questions[0], agent=name)
        messages = all_agents.messages(answer["execution_arn"])
        found[name] = answer | {
            "blocks": [block for message in messages if isinstance(message["content"], list) for block in message["content"]]
        }
    return found


def calls(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in answer["blocks"] if block["type"] == "tool_use" and block["name"] != "final_answer"]


@pytest.mark.parametrize("name", AGENTS)
def test_it_answers_by_its_schema_after_calls_of_its_own_tools(answers: dict[str, dict[str, Any]], name: str) -> None:
    answer = answers[name]
    assert (answer["status"], answer["stop_reason"]) == ("SUCCEEDED", "answered")
    fastjsonschema.compile(AGENTS[name].output_schema)(answer["output"])
    assert len(calls(answer)) == answer["usage"]["tool_calls"] >= 1
    assert {call["name"] for call in calls(answer)} <= {tool.name for tool in AGENTS[name].tools}
    # That is how a conversation ends that can't go on from a result.
    assert "I can't answer this" not in answer["output"]["answer"]


def test_a_function_of_every_language_gave_a_result(answers: dict[str, dict[str, Any]]) -> None:
    took_part = set()
    for answer in answers.values():
        names = {call["id"]: call["name"] for call in calls(answer)}
        results = [block for block in answer["blocks"] if block["type"] == "tool_result" and not block["is_error"]]
        took_part |= {FUNCTION_OF[names[result["tool_use_id"]]] for result in results if result["tool_use_id"] in names}
    assert took_part == set(FUNCTION_OF.values())


def test_the_whole_stack_again_changes_nothing(all_agents: Deployed) -> None:
    config = str(all_agents.folder / "Pulumi.local.yaml")
    all_agents.pulumi("preview", "--expect-no-changes", "--stack", "local", "--config-file", config)
