"""The scripted model, asked through the caller: a written conversation comes out the same in every dialect."""

import pytest
from wires import ASKED

from agents import AGENTS
from local.scripted_model.conversations import SCRIPTS, Text, ToolUse
from tests.providers.server import ProviderServer

QUESTION = "How many players are there?"
FREE = {"input": 0, "output": 0}


def count_players(question):
    """A query that fails, two tools at once, and the answer from what came back."""
    [wrong] = yield [Text("Let me look."), ToolUse("execute_sql_query", {"sql_query": "wrong"})]
    [schema, count] = yield [ToolUse("get_db_schema", {}), ToolUse("execute_sql_query", {"sql_query": "right"})]
    answer = f"{wrong.is_error} {wrong.content} {schema.is_error} {schema.content} {count.content}"
    yield [ToolUse("final_answer", {"answer": answer, "queries": ["right"], "charts": []})]


def run(use):
    """What a tool would return."""
    failed = use["input"].get("sql_query") == "wrong"
    content = "no such column" if failed else f"{use['name']}{use['input']}"
    return {"type": "tool_result", "tool_use_id": use["id"], "content": content, "is_error": failed}


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setitem(SCRIPTS["sql"].conversations, QUESTION, count_players)
    with ProviderServer().serving() as server:
        yield server


@pytest.fixture(params=ASKED)
def ask(request, server, configure, call):
    wire, client = ASKED[request.param]
    provider = request.param.partition("-")[0]
    configure(
        {
            "model": f"{provider}/{getattr(wire, 'OTHERS', '')}scripted",
            "api_base": server.url + wire.API,
            "price": FREE,
            "client": client,
        }
    )
    sql = AGENTS["sql"]
    tools = [{"name": tool.name, "description": tool.description, "input_schema": tool.input_schema} for tool in sql.tools]
    tools.append({"name": "final_answer", "description": "Answers.", "input_schema": sql.output_schema})
    return lambda messages, **event: call(messages, system=sql.system_prompt, tools=tools, **event)


def test_a_conversation_is_played_to_its_answer(ask):
    messages = [{"role": "user", "content": QUESTION}]
    for _ in range(2):
        body = ask(messages)
        messages += [*body["messages"], {"role": "user", "content": [run(use) for use in body["tool_uses"]]}]
    [answer] = ask(messages)["tool_uses"]
    assert answer["name"] == "final_answer"
    assert "error" not in answer
    assert answer["input"]["answer"] == ("True no such column False get_db_schema{} execute_sql_query{'sql_query': 'right'}")


def test_a_question_that_nobody_wrote_gets_an_answer_that_fits_the_schema(ask):
    [answer] = ask([{"role": "user", "content": "What is the meaning of life?"}])["tool_uses"]
    assert answer["name"] == "final_answer"
    assert "error" not in answer
    assert QUESTION in answer["input"]["answer"]


def test_a_forced_answer_is_given(ask):
    body = ask([{"role": "user", "content": QUESTION}], tool_choice={"type": "tool", "name": "final_answer"})
    assert [use["name"] for use in body["tool_uses"]] == ["final_answer"]


def test_its_calls_cost_nothing_and_take_tokens(ask):
    metadata = ask([{"role": "user", "content": QUESTION}])["metadata"]
    assert metadata["cost_usd"] == 0
    assert metadata["usage"]["input"] > 100
    assert metadata["usage"]["output"] > 10
