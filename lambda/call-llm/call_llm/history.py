"""Keeps a conversation in S3 that is too big for a state.

A state of Step Functions holds 256 KiB. The results of the next tools have to fit beside the conversation.
"""

import json
import re
from typing import Any

from call_llm import aws
from call_llm.errors import LLMBadRequest

LARGEST = 96 * 1024
_KEY = re.compile(r"/history/\d+\.json$")
"""The end of each key that `store` writes. So no other file of a run is read as a conversation."""


def load(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conversation so far: the stored messages, if there are any, then the event's own. Raises LLMBadRequest."""
    stored = event.get("history")
    messages = event.get("messages") or []
    if not isinstance(messages, list):
        raise LLMBadRequest("messages has to be a list")
    if not stored:
        return messages
    place = {"Bucket": _text(stored, "bucket"), "Key": _text(stored, "key")}
    where = f"s3://{place['Bucket']}/{place['Key']}"
    if not _KEY.search(place["Key"]):
        raise LLMBadRequest(f"history is {where}: a conversation that a run has stored is needed, …/history/<number>.json")
    task = f"the conversation can't be read from {where}"
    data = aws.ask("s3", "get_object", task, LLMBadRequest, **place)["Body"].read()
    try:
        before = json.loads(data)
    except ValueError:
        before = None
    if not isinstance(before, list):
        raise LLMBadRequest(f"{where} holds no conversation")
    return before + messages


def _text(stored: Any, field: str) -> str:
    value = stored.get(field) if isinstance(stored, dict) else None
    if not isinstance(value, str) or not value:
        raise LLMBadRequest('history has to be {"bucket": "…", "key": "…"}, as a run has given it')
    return value


def store(conversation: list[dict[str, Any]], run: dict[str, Any] | None, always: bool = False) -> dict[str, Any] | None:
    """Store the conversation if it is too big. Return `{bucket, key, bytes}`, or None for one that stays in the state.

    always: store a small one too, because a part of it isn't in the state.

    Each turn is an object of its own, so that a call which the state machine repeats finds the same conversation again.
    """
    data = json.dumps(conversation, ensure_ascii=False, separators=(",", ":")).encode()
    if not run or (len(data) <= LARGEST and not always):
        return None
    place = {"bucket": run["results"]["bucket"], "key": f"{run['results']['prefix']}history/{len(conversation):04}.json"}
    task = f"the conversation can't be kept at s3://{place['bucket']}/{place['key']}"
    body = {"Body": data, "ContentType": "application/json"}
    aws.ask("s3", "put_object", task, LLMBadRequest, Bucket=place["bucket"], Key=place["key"], **body)
    return place | {"bytes": len(data)}
