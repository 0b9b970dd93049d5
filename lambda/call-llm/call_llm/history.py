"""Keeps a conversation in S3 that is too big for a state.

A state of Step Functions holds 256 KiB. The results of the next tools have to fit beside the conversation.
"""

import json
from typing import Any

from call_llm import aws
from call_llm.errors import LLMBadRequest

LARGEST = 96 * 1024


def load(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conversation so far: the stored messages, if there are any, then the event's own. Raises LLMBadRequest."""
    stored = event.get("history")
    messages = event.get("messages") or []
    if not isinstance(messages, list):
        raise LLMBadRequest("messages has to be a list")
    if not stored:
        return messages
    place = {"Bucket": stored["bucket"], "Key": stored["key"]}
    task = f"the conversation can't be read from s3://{stored['bucket']}/{stored['key']}"
    before: list[dict[str, Any]] = json.loads(aws.ask("s3", "get_object", task, LLMBadRequest, **place)["Body"].read())
    return before + messages


def store(conversation: list[dict[str, Any]], run: dict[str, Any] | None) -> dict[str, Any] | None:
    """Store the conversation if it is too big. Return `{bucket, key, bytes}`, or None for one that stays in the state.

    Each turn is an object of its own, so that a call which the state machine repeats finds the same conversation again.
    """
    data = json.dumps(conversation, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) <= LARGEST or not run:
        return None
    place = {"bucket": run["results"]["bucket"], "key": f"{run['results']['prefix']}history/{len(conversation):04}.json"}
    task = f"the conversation can't be kept at s3://{place['bucket']}/{place['key']}"
    body = {"Body": data, "ContentType": "application/json"}
    aws.ask("s3", "put_object", task, LLMBadRequest, Bucket=place["bucket"], Key=place["key"], **body)
    return place | {"bytes": len(data)}
