"""Imports and rehearses before the first call.

The libraries of the first target are imported while Lambda initializes the function. With SnapStart this happens once for all
instances, and each target is rehearsed before the snapshot.
https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html

A snapshot holds no secret and no connection: no key is read, and no request is sent.
"""

from call_llm.clients import client_of
from call_llm.config import LLMConfig, Target


def prime(config: LLMConfig) -> None:
    """Import the client of the first target. Rehearse every target before a snapshot, where Lambda takes one."""
    _import(config.targets[0])
    try:
        # Lambda's managed runtimes have this module since Python 3.12. Nothing else has it.
        from snapshot_restore_py import register_before_snapshot
    except ImportError:
        return
    register_before_snapshot(_rehearse, config)


def _import(target: Target) -> None:
    client_of(target)
    if target.secret_arn:
        import boto3  # noqa: F401  # a third of a second, to read the key with


def _rehearse(config: LLMConfig) -> None:
    from call_llm.clients import rehearsal

    for target in config.targets:
        _import(target)
        rehearsal.rehearse(target)
