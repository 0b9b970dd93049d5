"""How SmolLM2 is told of tools, and how its answer is kept to what can be read: a text, or calls with JSON for their input.

llama-cpp-python's own format for tool calls (chatml-function-calling) shows the model nothing of what tools returned, breaks on an
assistant's turn without text, and lets the input of a call run on until the context is full.
https://github.com/abetlen/llama-cpp-python/blob/v0.3.36/llama_cpp/llama_chat_format.py
"""

import json
import re
import time
import uuid
from typing import Any

from llama_cpp.llama_chat_format import register_chat_completion_handler
from llama_cpp.llama_grammar import JSON_GBNF, LlamaGrammar

NAME = "text-or-calls"

END = "<|im_end|>"
MESSAGE = "message:"
CALL = "functions."

# Of a tool's result, so that a turn is read in seconds and a run fits the context.
MOST_RESULT_CHARACTERS = 200
MOST_CALLS = 3
# Of one answer: more takes a laptop's processor too long, and is the same words over and over.
MOST_TOKENS = 128
# Without one, most of its answers are one sentence over and over.
REPEAT_PENALTY = 1.2

HOW_TO_ANSWER = f"""
Answer in one of two ways. With a text:
{MESSAGE}
<text>
Or with calls of functions, each with its input as JSON:
{CALL}<name>:
<JSON>

The functions, each with the schema of its input:
"""


@register_chat_completion_handler(NAME)
def complete(
    *,
    llama: Any,
    messages: list[dict[str, Any]],
    tools: list[dict[str, Any]] | None = None,
    tool_choice: Any = None,
    max_tokens: int | None = None,
    temperature: float = 0.2,
    top_p: float = 0.95,
    seed: int | None = None,
    **_: Any,
) -> dict[str, Any]:
    """One answer, as OpenAI's API gives it. Raises ValueError for a prompt that the context can't hold."""
    schemas = {tool["function"]["name"]: tool["function"].get("parameters") or {} for tool in tools or []}
    writing = Writing(llama, prompt(messages, schemas), min(max_tokens or MOST_TOKENS, MOST_TOKENS), temperature, top_p, seed)
    calls: list[tuple[str, str]] = []
    text = None
    if isinstance(tool_choice, dict):
        name = tool_choice["function"]["name"]
        writing.add(f"{CALL}{name}:\n")
        calls.append((name, writing.write(of_schema(schemas[name]))))
    elif not schemas:
        text = writing.write()
    else:
        beginning = writing.write(of_words([*_heads(schemas), *([] if tool_choice == "required" else [MESSAGE])]))
        if beginning == MESSAGE:
            writing.add("\n")
            text = writing.write()
        while beginning.startswith(CALL) and not writing.is_cut:
            name = beginning.removeprefix(CALL).removesuffix(":")
            writing.add("\n")
            calls.append((name, writing.write(of_schema(schemas[name]))))
            writing.add("\n")
            beginning = "" if writing.is_cut or len(calls) == MOST_CALLS else writing.write(of_words([*_heads(schemas), ""]))
    return answer(text, calls, writing)


class Writing:
    """What the model has read and written so far, and what it may still write."""

    def __init__(self, llama: Any, text: str, max_tokens: int, temperature: float, top_p: float, seed: int | None) -> None:
        self.llama, self.text, self.left = llama, text, max_tokens
        self.sampling = {"temperature": temperature, "top_p": top_p, "seed": seed, "repeat_penalty": REPEAT_PENALTY}
        self.read, self.written, self.is_cut = 0, 0, False

    def add(self, text: str) -> None:
        self.text += text

    def write(self, grammar: LlamaGrammar | None = None) -> str:
        """Until the end of the turn, of what the grammar allows, or of the tokens."""
        if self.left <= 0:
            self.is_cut = True
            return ""
        done = self.llama.create_completion(self.text, max_tokens=self.left, stop=[END], grammar=grammar, **self.sampling)
        usage, choice = done["usage"], done["choices"][0]
        self.read = self.read or usage["prompt_tokens"]
        self.written += usage["completion_tokens"]
        self.left -= usage["completion_tokens"]
        self.is_cut = choice["finish_reason"] == "length"
        self.text += choice["text"]
        return choice["text"]


def prompt(messages: list[dict[str, Any]], schemas: dict[str, Any]) -> str:
    """The conversation as the model was trained to read it (ChatML), up to where its answer begins."""
    names = {call["id"]: call["function"]["name"] for message in messages for call in message.get("tool_calls") or []}
    turns = []
    for message in messages:
        role, content = message["role"], _text(message.get("content"))
        if role == "system" and schemas:
            listed = "\n".join(f"{CALL}{name}:\n{json.dumps(schema)}" for name, schema in schemas.items())
            content = f"{content}\n{HOW_TO_ANSWER}{listed}"
        elif role == "tool":
            role, content = "user", f"{names.get(message['tool_call_id'], '')} returned:\n{content[:MOST_RESULT_CHARACTERS]}"
        elif role == "assistant":
            calls = message.get("tool_calls") or []
            said = [f"{MESSAGE}\n{content}"] if content else []
            said += [f"{CALL}{call['function']['name']}:\n{call['function']['arguments']}" for call in calls]
            content = "\n".join(said)
        turns.append(f"<|im_start|>{role}\n{content}{END}\n")
    return "".join(turns) + "<|im_start|>assistant\n"


def of_words(words: list[str]) -> LlamaGrammar:
    return LlamaGrammar.from_string(f"root ::= {' | '.join(map(json.dumps, words))}\n", verbose=False)


def of_schema(schema: dict[str, Any]) -> LlamaGrammar:
    """JSON of that schema, as far as a grammar can say it: the length of a text it can't, nor a pattern with a class like \\d."""
    if not schema.get("properties"):
        return of_words(["{}"])
    try:
        return LlamaGrammar.from_json_schema(json.dumps(_sayable(schema)), verbose=False)
    except Exception:  # the converter raises whatever it comes upon in a schema that it doesn't know
        return LlamaGrammar.from_string(JSON_GBNF, verbose=False)


def answer(text: str | None, calls: list[tuple[str, str]], writing: Writing) -> dict[str, Any]:
    of_calls = [
        {"id": f"call_{uuid.uuid4().hex[:24]}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for name, arguments in calls
    ]
    message = {"role": "assistant", "content": text} | ({"tool_calls": of_calls} if of_calls else {})
    reason = "length" if writing.is_cut else "tool_calls" if of_calls else "stop"
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": "smollm2",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}],
        "usage": {
            "prompt_tokens": writing.read,
            "completion_tokens": writing.written,
            "total_tokens": writing.read + writing.written,
        },
    }


def _heads(schemas: dict[str, Any]) -> list[str]:
    return [f"{CALL}{name}:" for name in schemas]


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(part.get("text", "(an image)") for part in content)
    return content or ""


def _sayable(schema: Any) -> Any:
    """The schema without what no grammar can say."""
    if isinstance(schema, dict):
        return {key: _sayable(value) for key, value in schema.items() if not _is_beyond_grammars(key, value)}
    return [_sayable(value) for value in schema] if isinstance(schema, list) else schema


def _is_beyond_grammars(key: str, value: Any) -> bool:
    """Whether a grammar can't say a key. The engine ends the process for an escape that it doesn't know.

    A field may have the name of such a key. Its value is a schema then.
    """
    if key in ("minLength", "maxLength"):
        return not isinstance(value, dict)
    return key == "pattern" and isinstance(value, str) and re.search(r"\\[^tnr\W]", value) is not None
