"""Tools of a server of the official SDK, as a real process."""

import json
from typing import Any

import pytest

from tests.mcp_servers.official import PNG


@pytest.mark.parametrize("at", ["/mcp", "/sessions/mcp"])
def test_structured_content_is_the_answer_and_its_text_is_not_repeated(call: Any, at: str) -> None:
    assert call("add", {"a": 2}, at) == {
        "type": "tool_result",
        "tool_use_id": "toolu_1",
        "name": "add",
        "content": '{"sum":5}',
        "is_error": False,
    }


def test_a_list_comes_whole(call: Any) -> None:
    assert json.loads(call("rows", {"count": 2}, "/mcp")["content"]) == {"result": [{"row": 0}, {"row": 1}]}


def test_a_big_answer_follows_the_rules_for_size(call: Any) -> None:
    content = json.loads(call("rows", {"count": 5000}, "/mcp")["content"])
    assert content["note"].startswith("Cut: the whole result has ")


def test_an_error_of_the_tool_is_one_that_the_model_reads(call: Any) -> None:
    answer = call("fail", {"text": "bread"}, "/mcp")
    assert (answer["content"], answer["is_error"]) == ("Error executing tool fail: no bread here", True)


def test_a_missing_field_that_may_be_null_is_sent_as_null(call: Any) -> None:
    given = {"points": [{"x": 1.0, "y": 2.0}]}
    answer = call("points", given, "/mcp", null_if_missing=["points[].label"])
    assert json.loads(answer["content"])["result"] == "[{'x': 1.0, 'y': 2.0, 'label': None}] near None"
    assert json.loads(call("note", {"text": "tea"}, "/mcp", null_if_missing=["tag"])["content"])["result"] == "tea None"


def test_without_that_null_the_server_says_which_field_is_missing(call: Any) -> None:
    answer = call("note", {"text": "tea"}, "/mcp")
    assert answer["is_error"]
    assert "tag" in answer["content"]


def test_an_image_without_a_run_is_left_out_with_a_note(call: Any) -> None:
    content = json.loads(call("picture", {}, "/mcp")["content"])
    assert content["text"] == "A dot."
    assert content["parts"] == [
        {
            "note": f"A file of {len(PNG)} bytes was left out: this tool use came without a run to store it for.",
            "type": "image/png",
        }
    ]


def test_an_image_of_a_run_is_stored(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit import storage

    stored = {}

    def put(bucket: str, key: str, data: bytes, content_type: str) -> int:
        stored[bucket, key] = data, content_type
        return len(data)

    monkeypatch.setattr(storage, "put", put)
    run = {"execution": "run-1", "agent": "a", "results": {"bucket": "data", "prefix": "runs/a/run-1/"}}
    content = json.loads(call("picture", {}, "/mcp", run=run)["content"])
    key = "runs/a/run-1/toolu_1/file-1.png"
    assert content["parts"] == [{"bucket": "data", "key": key, "bytes": len(PNG), "type": "image/png"}]
    assert stored == {("data", key): (PNG, "image/png")}


@pytest.mark.attack("injection")
def test_a_server_that_changes_a_description_is_refused(call: Any) -> None:
    answer = call("add", {"a": 2}, "/changed/mcp", pinned_at="/mcp")
    assert answer["is_error"]
    assert answer["content"] == (
        "The MCP server has changed add since a person looked at its tools, so none of them is called. Tell the user that a person "
        "has to look at the change and pin the tools anew: agent new mcp --again <their folder>"
    )


def test_other_tools_of_the_server_dont_matter(call: Any) -> None:
    assert call("rows", {"count": 1}, "/changed/mcp", pinned_at="/mcp")["is_error"] is False


def test_a_tool_that_the_server_no_longer_has_is_refused(call: Any) -> None:
    answer = call("add", {"a": 2}, "/bad/plain", pinned_at="/mcp")
    assert answer["content"].startswith("The MCP server has changed add since ")


def test_a_url_without_tls_is_refused_but_for_this_machine(call: Any, monkeypatch: pytest.MonkeyPatch, mcp_tools: Any) -> None:
    ask, server = mcp_tools.connection.ask, mcp_tools.connection.Server
    with pytest.raises(mcp_tools.connection.ServerError, match="allowed is https, and http to this machine"):
        ask(server("http://169.254.169.254/mcp"), 5, lambda _: None)
