"""Histories as boto3 returns them, from the recordings in `histories/`."""

import json
from datetime import datetime
from typing import Any

from tests.cli.ask.scripted_runs import HISTORIES


def history(name: str) -> list[dict[str, Any]]:
    return as_boto3(json.loads((HISTORIES / f"{name}.json").read_text()))


def as_boto3(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """boto3 parses the time stamps."""
    return [event | {"timestamp": datetime.fromisoformat(event["timestamp"])} for event in events]
