"""Clients of AWS, each made when it is first needed: boto3 takes a third of a second to import, and most calls need none of it."""

import functools
from typing import Any


@functools.cache
def client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    # With what stands by default, a service that can't be reached would take all the time that there is for the call of the LLM.
    limits = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
    return boto3.client(service, config=limits)
