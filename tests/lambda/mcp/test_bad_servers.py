"""Servers that are down, slow, lie or attack. Each ends in time, in an error that the model can read, and no secret gets out."""

import json
from typing import Any

import httpx2
import pytest

from tests.mcp_servers import SECRET

REFUSED = [
    ("big", "The MCP server's answer is bigger than 4 MiB. Ask for less."),
    ("big_stream", "The MCP server's answer is bigger than 4 MiB. Ask for less."),
    ("zipped", "The MCP server compresses its answer, which wasn't asked for."),
    ("slow", "The MCP server didn't answer in 2 s. Try again later."),
    ("hangs", "The MCP server didn't answer in 2 s. Try again later."),
    ("breaks", "The MCP server refuses the call: SSE stream ended without a response"),
    ("other_shape", "The MCP server's answer isn't of the Model Context Protocol."),
    ("ends", "The MCP server ended the session. Try again."),
]


@pytest.mark.parametrize(("kind", "said"), REFUSED)
def test_a_server_that_answers_badly_is_an_error_that_the_model_reads(call: Any, kind: str, said: str) -> None:
    seconds = 2 if kind in ("slow", "hangs") else 20
    answer = call("echo", {"text": "hello"}, f"/bad/{kind}", pinned_at="/bad/plain", seconds=seconds)
    assert (answer["content"], answer["is_error"]) == (said, True)


@pytest.mark.parametrize("kind", ["no_json", "deep"])
def test_an_answer_that_is_no_json_is_an_error(call: Any, kind: str) -> None:
    answer = call("echo", {"text": "hello"}, f"/bad/{kind}", pinned_at="/bad/plain", seconds=20)
    assert answer["is_error"]
    assert answer["content"].startswith("The MCP server refuses the call: Failed to parse JSON response")


@pytest.mark.attack("injection")
def test_notifications_without_end_are_an_error(call: Any) -> None:
    answer = call("echo", {"text": "hello"}, "/bad/noisy", pinned_at="/bad/plain", seconds=20)
    assert answer["is_error"]
    assert answer["content"] == "The MCP server's answer is bigger than 4 MiB. Ask for less."


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("unauthorized", "The MCP server refuses this tool's secret, or wants one: HTTP 401. Tell the user."),
        ("down", "The MCP server has no time or failed: HTTP 503. Try again later."),
        ("elsewhere/mcp", "No server of streamable HTTP answers at this URL: HTTP 404. Tell the user."),
        ("html", "The MCP server refuses the call: Unexpected content type: text/html; charset=utf-8"),
        ("unknown", "The MCP server speaks no version of the protocol that this tool knows."),
        ("endless", "The MCP server's list of tools has more than 20 pages."),
        ("nameless", "The MCP server's answer isn't of the Model Context Protocol."),
        ("giant", "The MCP server's answer is bigger than 4 MiB. Ask for less."),
        ("twice", "The MCP server has changed echo since "),
        ("metadata", "The MCP server redirects to http://169.254.169.254/latest/meta-data/, which isn't followed."),
    ],
)
def test_a_server_that_cant_be_asked_is_an_error_that_says_why(call: Any, kind: str, said: str) -> None:
    answer = call("echo", {"text": "hello"}, f"/bad/{kind}", pinned_at="/bad/plain", seconds=20)
    assert answer["is_error"]
    assert answer["content"].startswith(said)


def test_a_server_that_isnt_there_is_an_error(call: Any, servers: str, monkeypatch: pytest.MonkeyPatch, mcp_tools: Any) -> None:
    server = mcp_tools.connection.Server("http://127.0.0.1:1/mcp")
    with pytest.raises(mcp_tools.connection.ServerError, match=r"^The MCP server can't be reached\. Try again later\.$"):
        mcp_tools.connection.ask(server, 5, lambda _: None)


def test_a_server_that_asks_back_is_an_error(call: Any) -> None:
    answer = call("ask_back", {}, "/mcp")
    assert answer["is_error"]
    assert answer["content"].startswith("The MCP server asks back before it answers.")


@pytest.mark.attack("injection")
def test_an_answer_that_is_small_and_becomes_big_in_memory_ends_in_time(call: Any) -> None:
    answer = call("echo", {"text": "hello"}, "/bad/many_objects", pinned_at="/bad/plain", seconds=20)
    assert json.loads(answer["content"])["note"].startswith("Cut: the whole result has ")


@pytest.mark.parametrize("kind", ["old", "session", "asks"])
def test_older_versions_sessions_and_questions_to_the_client_are_fine(call: Any, kind: str) -> None:
    answer = call("echo", {"text": "hello"}, f"/bad/{kind}")
    assert (answer["content"], answer["is_error"]) == ("hello", False)


def test_structured_content_that_isnt_of_the_servers_schema_is_passed_on_and_its_patterns_arent_run(call: Any) -> None:
    assert json.loads(call("echo", {"text": "hello"}, "/bad/lies")["content"]) == {"n": "a" * 40 + "!"}


def test_an_answer_of_thousands_of_parts_is_cut(call: Any) -> None:
    content = json.loads(call("echo", {"text": "hello"}, "/bad/parts")["content"])
    assert content["text"] == "\n".join("a" * 200)
    assert content["parts"] == [{"note": "The answer has 3,000 parts: these are the first 200."}]


def test_files_are_few_and_a_page_of_html_isnt_stored_as_one(call: Any) -> None:
    parts = json.loads(call("echo", {"text": "hello"}, "/bad/files")["content"])["parts"]
    assert parts[0]["type"] == "application/octet-stream"
    assert parts[8] == {"note": "A file was left out: an answer may have 8."}


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("kind", ["elsewhere", "upgraded"])
def test_the_secret_isnt_sent_to_another_host(call: Any, servers: str, kind: str) -> None:
    answer = call("echo", {"text": "hello"}, f"/bad/{kind}", pinned_at="/bad/plain", secret=SECRET)
    assert answer["content"].startswith("The MCP server redirects to http://localhost:")
    assert httpx2.get(f"{servers}/seen").json() == []


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("kind", ["rpc_error", "repeats_key"])
@pytest.mark.parametrize("text", ["hello", "error"])
def test_a_secret_that_the_server_repeats_reaches_nobody(
    call: Any, kind: str, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = call("echo", {"text": text}, f"/bad/{kind}", pinned_at="/bad/plain", secret=SECRET)
    assert "Bearer [secret]" in answer["content"]
    assert "\x1b" not in answer["content"]
    assert SECRET not in "".join(capfd.readouterr())


@pytest.mark.attack("secrets")
def test_a_secret_that_no_header_can_carry_is_an_error_without_it(call: Any, capfd: pytest.CaptureFixture[str]) -> None:
    answer = call("echo", {"text": "hello"}, "/bad/plain", secret=f"{SECRET}\r\nx-other: 1")
    assert answer["content"] == "The secret github has a character that no header can carry. A person has to set it anew."
    assert SECRET not in "".join(capfd.readouterr())
