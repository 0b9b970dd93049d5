"""Completes a conversation, so that every provider takes it, wherever it comes from.

The conversation that a run hands out ends with a tool use without a result: the final answer, or tools that a limit kept from being
run. A person may have cut a conversation, or joined two. Providers refuse a tool use without a result right after it, a result
without its tool use, an id that is there twice, two turns of one role in a row, and an end that isn't the user's.

The same conversation is always completed in the same way. So a call that is repeated sends the same, and a provider's cache serves.
"""

import hashlib
import itertools
from collections.abc import Iterator
from typing import Any

from call_llm import tool_uses

Block = dict[str, Any]

FINAL_ANSWER = "final_answer"
"""The tool with which an agent ends its run. The state machine has no result for it."""
ENDED = "The run ended with this answer."
NOT_RUN = "Not run: there is no result of this call. Call the tool again if you need it."
NO_CALL = "A tool result, whose call is not in this conversation:"
NO_BEGINNING = "(The beginning of this conversation is missing.)"
GO_ON = "Go on."


def completed(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the conversation in turns of user and assistant, from a first to a last one of the user.

    messages: checked ones, as `conversation.in_blocks` returns them.
    """
    turns = _turns(messages)
    if turns[0][0] == "assistant":
        turns.insert(0, ("user", [_text(NO_BEGINNING)]))
    if turns[-1][0] == "assistant":
        asked = any(block["type"] == "tool_use" for block in turns[-1][1])
        turns.append(("user", [] if asked else [_text(GO_ON)]))
    taken: set[str] = set()
    complete, uses = [], []
    for role, content in turns:
        if role == "assistant":
            uses = [(block["id"], _with_good_names(block, taken)) for block in content if block["type"] == "tool_use"]
            changed = iter(use for _, use in uses)
            content = [next(changed) if block["type"] == "tool_use" else block for block in content]
        else:
            content = _with_results(content, uses)
            uses = []
        complete.append({"role": role, "content": content})
    return complete


def _turns(messages: list[dict[str, Any]]) -> list[tuple[str, list[Block]]]:
    """Join messages of one role that follow each other."""
    turns: list[tuple[str, list[Block]]] = []
    for message in messages:
        role, content = message["role"], list(message["content"])
        if not turns or turns[-1][0] != role:
            turns.append((role, content))
            continue
        before = turns[-1][1]
        if role == "assistant" and content and before and content[0]["type"] == before[-1]["type"] == "text":
            # Clients join the texts of a turn of the model without a space.
            content[0] = _text(f"\n\n{content[0]['text']}")
        before += content
    return turns


def _with_good_names(use: Block, taken: set[str]) -> Block:
    """Return the tool use with an id and a name that every provider takes. taken: the ids before it, to which this one is added."""
    identity = use["id"]
    if not tool_uses.is_id(identity) or identity in taken:
        identity = next(each for each in _ids_for(identity) if each not in taken)
    taken.add(identity)
    return use | {"id": identity, "name": tool_uses.tidy_name(use["name"])}


def _ids_for(given: str) -> Iterator[str]:
    for number in itertools.count():
        yield f"toolu_{hashlib.sha256(f'{number} {given}'.encode('utf-8', 'replace')).hexdigest()[:24]}"


def _with_results(content: list[Block], uses: list[tuple[str, Block]]) -> list[Block]:
    """Return a turn of the user with one result for each tool use of the turn before, and no others.

    uses: the ids that the results name, and the tool uses.
    """
    rest, answered = list(content), []
    for given_id, use in uses:
        mine = next((block for block in rest if block["type"] == "tool_result" and block["tool_use_id"] == given_id), None)
        if mine is not None:
            rest = [block for block in rest if block is not mine]
        answered.append((mine or _missing(use)) | {"tool_use_id": use["id"]})
    return [*answered, *(each for block in rest for each in _without_call(block))]


def _missing(use: Block) -> Block:
    if use["name"] == FINAL_ANSWER:
        return {"type": "tool_result", "content": ENDED}
    return {"type": "tool_result", "content": NOT_RUN, "is_error": True}


def _without_call(block: Block) -> list[Block]:
    """Return the block, or the content of a tool result that has no tool use."""
    if block["type"] != "tool_result":
        return [block]
    content = block.get("content")
    parts = [_text(content)] if isinstance(content, str) else content or []
    return [_text(NO_CALL), *parts]


def _text(text: str) -> Block:
    return {"type": "text", "text": text}
