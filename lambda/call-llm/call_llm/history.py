"""Keeps a conversation in S3 that is too big for a state.

A state of Step Functions holds 256 KiB. The results of the next tools have to fit beside the conversation.

The event's `conversations` is the place for this run's conversations: the bucket, and the prefix `conversations/<agent>/<run>/`.
Only conversations of the same agent are read. A key ends with the digest of its conversation. So nobody can name a conversation
without having seen it or its key, and one that was changed is noticed.
"""

import hashlib
import json
import re
from typing import Any

from call_llm import aws
from call_llm.errors import LLMBadRequest

LARGEST = 96 * 1024
_PREFIX = re.compile(r"(conversations/[a-z0-9-]+/)[^/.%][^/%]*/")
_KEY = re.compile(r"(conversations/[a-z0-9-]+/)[^/.%][^/%]*/[0-9]{4,}-([0-9a-f]{64})\.json")


def load(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conversation so far: the stored messages, if there are any, then the event's own. Raises LLMBadRequest."""
    stored = event.get("history")
    messages = event.get("messages") or []
    if not isinstance(messages, list):
        raise LLMBadRequest("messages has to be a list")
    if not stored:
        return messages
    bucket, key = _text(stored, "bucket"), _text(stored, "key")
    where = f"s3://{bucket}/{key}"
    digest = _digest_in(bucket, key, event.get("conversations"))
    task = f"the conversation can't be read from {where}"
    data = aws.ask("s3", "get_object", task, LLMBadRequest, Bucket=bucket, Key=key)["Body"]
    if hashlib.sha256(data).hexdigest() != digest:
        raise LLMBadRequest(f"{where} isn't as a run has stored it: its SHA-256 isn't the one in its key")
    try:
        before = json.loads(data)
    except ValueError:
        before = None
    if not isinstance(before, list):
        raise LLMBadRequest(f"{where} holds no conversation")
    return before + messages


def _digest_in(bucket: str, key: str, conversations: dict[str, Any] | None) -> str:
    """Return the digest that the key ends with. Raises LLMBadRequest for a key outside of the agent's conversations."""
    if not conversations:
        raise LLMBadRequest("history is read for a run alone, whose event has the place of its conversations")
    own, found = _PREFIX.fullmatch(conversations["prefix"]), _KEY.fullmatch(key)
    if not own or not found or (bucket, found[1]) != (conversations["bucket"], own[1]):
        below = f"s3://{conversations['bucket']}/{own[1] if own else conversations['prefix']}"
        raise LLMBadRequest(f"history is s3://{bucket}/{key}: a conversation that a run of this agent has stored is below {below}")
    return found[2]


def _text(stored: Any, field: str) -> str:
    value = stored.get(field) if isinstance(stored, dict) else None
    if not isinstance(value, str) or not value:
        raise LLMBadRequest('history has to be {"bucket": "…", "key": "…"}, as a run has given it')
    return value


def store(conversation: list[dict[str, Any]], conversations: dict[str, Any] | None, always: bool = False) -> dict[str, Any] | None:
    """Store the conversation if it is too big. Return `{bucket, key, bytes}`, or None for one that stays in the state.

    conversations: the place of the run's conversations. None if there is no run.
    always: store a small one too, because a part of it isn't in the state.

    Each turn is an object of its own, so that a call which the state machine repeats finds the same conversation again.
    """
    data = json.dumps(conversation, ensure_ascii=False, separators=(",", ":")).encode()
    if not conversations or (len(data) <= LARGEST and not always):
        return None
    bucket = conversations["bucket"]
    key = f"{conversations['prefix']}{len(conversation):04}-{hashlib.sha256(data).hexdigest()}.json"
    task = f"the conversation can't be kept at s3://{bucket}/{key}"
    aws.ask("s3", "put_object", task, LLMBadRequest, Bucket=bucket, Key=key, Body=data, ContentType="application/json")
    return {"bucket": bucket, "key": key, "bytes": len(data)}
