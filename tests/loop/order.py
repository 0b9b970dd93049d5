"""What has to hold for every run, whatever its model did: it ends in order, and each step is accounted for."""

import json
from typing import Any

import fastjsonschema

from agents.declaration import FINAL_ANSWER
from tests.loop.sql_agent import SQL, Asked

LIMITS = ("turns", "tool_calls", "tokens", "cost_usd", "seconds")
TOOLS = [tool.name for tool in SQL.tools]
USAGE = {"input_tokens": "input", "output_tokens": "output"}

fits_the_output_schema = fastjsonschema.compile(SQL.output_schema)


def check_order(asked: Asked, errors: set[str]) -> None:
    """errors: those that a run may fail with, by name."""
    if asked.run.status == "FAILED":
        assert asked.run.error in errors
        assert asked.run.cause
        assert "Traceback" not in asked.run.cause
    else:
        assert (asked.run.status, asked.run.error, asked.run.cause) == ("SUCCEEDED", None, None)
        _check_output(asked)
    _check_results(asked)
    _check_states(asked)


def _check_output(asked: Asked) -> None:
    output = asked.run.output
    uses = asked.llm_bodies[-1]["tool_uses"]
    answered = [use["name"] for use in uses] == [FINAL_ANSWER] and "error" not in uses[0]
    assert output["stop_reason"] in ("answered", *LIMITS)
    # Without an answer a run ends only at a limit.
    assert answered or output["stop_reason"] in LIMITS
    assert output["output"] == (uses[0]["input"] if answered else None)
    if answered:
        fits_the_output_schema(output["output"])
    metadata = [body["metadata"] for body in asked.llm_bodies]
    usage = dict(output["usage"])
    assert usage.pop("seconds") > 0
    assert usage == {
        "turns": len(asked.llm_bodies),
        "tool_calls": len(asked.tool_events),
        "cost_usd": sum(one["cost_usd"] for one in metadata),
        **{total: sum(one["usage"][part] for one in metadata) for total, part in USAGE.items()},
    }
    assert output["messages"] == [*asked.llm_events[-1]["messages"], *asked.llm_bodies[-1]["messages"]]


def _check_results(asked: Asked) -> None:
    """The model is told of each of its calls once, in their order, and of nothing else; and roles alternate."""
    for number, event in enumerate(asked.llm_events):
        messages = event["messages"]
        assert event["history"] is None
        assert [message["role"] for message in messages] == ["user", "assistant"] * (len(messages) // 2) + ["user"]
        used = [_ids(message, "tool_use", "id") for message in messages if message["role"] == "assistant"]
        told = [_ids(message, "tool_result", "tool_use_id") for message in messages[2::2]]
        assert used == told
        every = [id for turn in used for id in turn]
        assert len(every) == len(set(every))
        for body, turn in zip(asked.llm_bodies[: len(used)], used, strict=True):
            assert [use["id"] for use in body["tool_uses"]] == turn
        assert number >= len(used)


def _check_states(asked: Asked) -> None:
    """Every call went one way and no other, and the history shows it."""
    entered = {name: asked.states.count(name) for name in set(asked.states)}
    # The calls of the last turn are not made: it was the answer, or the last that was allowed.
    turns = asked.llm_bodies[:-1] if asked.run.status == "SUCCEEDED" else asked.llm_bodies
    uses = [use for body in turns for use in body["tool_uses"]]
    made = [use for use in uses if "error" not in use and use["name"] != FINAL_ANSWER][: asked.limits.tool_calls]
    expected = {
        "Check input": 1,
        "Begin": 1,
        # A failed call is entered, and leaves nothing.
        "Call LLM": len(asked.llm_bodies) + (asked.run.status == "FAILED"),
        "Next step": len(asked.llm_bodies),
        "Use tools": len(turns),
        "Which tool": len(uses),
        "Refuse call": len(uses) - len(made),
        **{tool: len([use for use in made if use["name"] == tool]) for tool in TOOLS},
        "Answer": int(asked.run.status == "SUCCEEDED"),
        "LLM failed": int(asked.run.status == "FAILED"),
    }
    assert entered == {name: count for name, count in expected.items() if count}
    # By id and not in order: the calls of a turn run at once.
    given = sorted((use["id"], use["name"], json.dumps(use["input"])) for use in made)
    assert sorted((event["id"], event["name"], json.dumps(event["input"])) for event in asked.tool_events) == given


def _ids(message: dict[str, Any], kind: str, field: str) -> list[str]:
    content = message["content"]
    return [block[field] for block in content if block["type"] == kind] if isinstance(content, list) else []
