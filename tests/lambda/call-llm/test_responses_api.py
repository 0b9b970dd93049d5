"""OpenAI's Responses API, which LiteLLM asks for the models that use tools there alone. Its answers are read by LiteLLM."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from call_llm.errors import LLMError, LLMRefused, LLMUnavailable

TEXT = {"type": "output_text", "text": "One.", "annotations": []}
MESSAGE = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": [TEXT]}
CALL = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "query", "arguments": '{"sql": "SELECT 1"}'}
USAGE = {
    **{"input_tokens": 100, "output_tokens": 20, "total_tokens": 120},
    **{"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}},
}


@pytest.fixture
def ask(configure, call):
    """Calls a model whose provider answers with these fields. Returns the body, or the class of the LLMError."""
    answers, asked = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            self.rfile.read(int(self.headers["content-length"]))
            body = json.dumps(answers.pop(0)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    def take(**fields):
        whole = {"id": "resp_1", "object": "response", "created_at": 1_700_000_000, "model": "gpt-5-codex", "status": "completed"}
        answers.append(whole | {"output": [MESSAGE], "usage": USAGE} | fields)
        try:
            return call()
        except LLMError as error:
            return type(error)
        finally:
            assert asked == ["/v1/responses"] * len(asked)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    configure({"model": "openai/gpt-5-codex", "api_base": f"http://127.0.0.1:{server.server_port}/v1"})
    yield take
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_text_and_a_tool_use_are_a_turn(ask):
    body = ask(output=[MESSAGE, CALL])
    assert body["messages"][0]["content"][0] == {"type": "text", "text": "One."}
    assert [(use["name"], use["input"]) for use in body["tool_uses"]] == [("query", {"sql": "SELECT 1"})]
    assert body["metadata"]["usage"] == {"input": 100, "output": 20, "cache_read": 0, "cache_write": 0}


def test_an_answer_that_a_limit_of_tokens_cut_says_so(ask):
    body = ask(status="incomplete", incomplete_details={"reason": "max_output_tokens"})
    assert body["metadata"]["stop_reason"] == "max_tokens"


@pytest.mark.parametrize("fields", [{"output": []}, {"status": "failed", "error": {"code": "server_error", "message": "Sorry."}}])
def test_an_answer_without_output_is_none(ask, fields):
    assert ask(**fields) is LLMUnavailable


def test_a_filter_is_a_refusal(ask):
    assert ask(status="incomplete", incomplete_details={"reason": "content_filter"}) is LLMRefused
