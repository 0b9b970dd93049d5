"""A conversation too big for a state, in S3.

A state of Step Functions holds 256 KiB, and the results of the next tools have to fit beside the conversation.
"""

import json
from typing import Any

from call_llm import aws
from call_llm.errors import LLMBadRequest

LARGEST = 96 * 1024


def load(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The conversation so far: what is stored, if anything, and then the event's own messages."""
    stored = event.get("history")
    messages = event.get("messages") or []
    if not isinstance(messages, list):
        raise LLMBadRequest("messages has to be a list")
    if not stored:
        return messages
    place = {"Bucket": stored["bucket"], "Key": stored["key"]}
    task = f"the conversation can't be read from s3://{stored['bucket']}/{stored['key']}"
    return json.loads(aws.ask("s3", "get_object", task, LLMBadRequest, **place)["Body"].read()) + messages


def store(conversation: list[dict[str, Any]], run: dict[str, Any] | None) -> dict[str, Any] | None:
    """Stores a conversation that is too big and returns `{bucket, key, bytes}`; None for one that stays in the state.

    Each turn is an object of its own: if the state machine repeats a call, the call finds what it found the first time.
    """
    data = json.dumps(conversation, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) <= LARGEST or not run:
        return None
    place = {"bucket": run["results"]["bucket"], "key": f"{run['results']['prefix']}history/{len(conversation):04}.json"}
    task = f"the conversation can't be kept at s3://{place['bucket']}/{place['key']}"
    body = {"Body": data, "ContentType": "application/json"}
    aws.ask("s3", "put_object", task, LLMBadRequest, Bucket=place["bucket"], Key=place["key"], **body)
    return place | {"bytes": len(data)}
