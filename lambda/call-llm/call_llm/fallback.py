"""Asks target after target until one replies.

LiteLLM has such a loop too. It hides its attempts, keeps no time limit, and can't be told which errors lead to the next target.
"""

import dataclasses
import time
from collections.abc import Callable

from call_llm import api_keys
from call_llm.clients import client_of
from call_llm.config import LLMConfig, Target
from call_llm.conversation import Call, Reply
from call_llm.errors import LLMAuth, LLMError, LLMTimeout
from call_llm.log import CallLog
from call_llm.scrub import scrub, scrub_error

# The time to store the history and to return to the state machine.
SECONDS_TO_FINISH = 3
SHORTEST_ATTEMPT = 1
MOST_ROUNDS = 3
"""How often a target is asked that sends `retry-after` each time."""
NEVER = float("inf")


@dataclasses.dataclass(frozen=True)
class Replied:
    """The first reply, its target and the number of requests."""

    reply: Reply
    target: Target
    attempts: int
    """The number of requests sent, this one included."""


def first_reply(call: Call, config: LLMConfig, milliseconds_left: Callable[[], int], log: CallLog) -> Replied:
    """Ask the targets in order and return the first reply.

    Wait and ask the same target again if it sent `retry-after`, no other target answered and the time left allows it. The state
    machine does all other retries: they are visible there, and waiting costs nothing.
    Raises an LLMError when no target replied: the first one that is worth a retry, otherwise the last one.
    """
    asker = _Asker(call, config, milliseconds_left, log)
    failures: list[LLMError] = []
    ready = dict.fromkeys(range(len(config.targets)), 0.0)
    for _ in range(MOST_ROUNDS):
        for number, target in enumerate(config.targets):
            if ready.get(number, NEVER) > time.monotonic():
                continue
            try:
                return Replied(asker.reply_of(target), target, asker.attempts)
            except LLMError as error:
                failures.append(error)
                wait = error.retry_after if error.retryable else None
                ready[number] = NEVER if wait is None else time.monotonic() + wait
                if error.kind not in config.fallback_on:
                    ready = {number: ready[number]}
                    break
        seconds = min(ready.values()) - time.monotonic()
        if seconds > asker.seconds_left() - SHORTEST_ATTEMPT:
            break
        time.sleep(max(0.1, seconds))
    chosen = next((failure for failure in failures if failure.retryable), failures[-1])
    raise type(chosen)("; then ".join(str(failure) for failure in failures), chosen.status, chosen.retry_after)


class _Asker:
    """Asks one target and counts the requests."""

    def __init__(self, call: Call, config: LLMConfig, milliseconds_left: Callable[[], int], log: CallLog) -> None:
        self.call, self.config, self.milliseconds_left, self.log = call, config, milliseconds_left, log
        self.attempts = 0

    def seconds_left(self) -> float:
        """Return the seconds that may still go into requests."""
        return self.milliseconds_left() / 1000 - SECONDS_TO_FINISH

    def reply_of(self, target: Target) -> Reply:
        """Return the target's reply. Read the key again, once, if the provider refuses it. Raises an LLMError."""
        try:
            return self._ask(target)
        except LLMAuth:
            if not (target.secret_arn and _renewed(target.secret_arn)):
                raise
        return self._ask(target)

    def _ask(self, target: Target) -> Reply:
        try:
            seconds = min(self.config.timeout_seconds, self.seconds_left())
            if seconds < SHORTEST_ATTEMPT:
                raise LLMTimeout(f"{target.model}: no time left to ask it")
            secret = api_keys.get_key(target.secret_arn) if target.secret_arn else None
            self.attempts += 1
            return _ask_without_showing(self.call, target, secret, seconds)
        except LLMError as error:
            self.log.write("llm_call_failed", target=target.model, error=type(error).__name__, status=error.status)
            raise


def _ask_without_showing(call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
    """Ask one target. The words of every exception, and the model's name in the log, are without the key, whoever wrote them."""
    try:
        reply = client_of(target).ask(call, target, secret, seconds)
    except Exception as error:
        scrub_error(error, secret)
        raise
    return dataclasses.replace(reply, model=scrub(reply.model, secret))


def _renewed(secret_arn: str) -> bool:
    try:
        return api_keys.read_again(secret_arn)
    except LLMError:
        return False
