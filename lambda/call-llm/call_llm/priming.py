"""Whatever can be made ready before the first call.

While Lambda initializes a function nobody waits for it, or not yet: what a call of the first target needs is imported then. With
SnapStart this happens once for all instances, and there is more to gain: before the snapshot, each target is rehearsed.
https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html

Nothing secret and no connection gets into a snapshot: no key is read, and nobody is asked.
"""

from call_llm.clients import client_of
from call_llm.config import LLMConfig, Target


def prime(config: LLMConfig) -> None:
    _import(config.targets[0])
    try:
        # A part of Lambda's managed runtimes since Python 3.12, and of nothing else.
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
