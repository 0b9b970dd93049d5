"""Target after target, until one answers.

The loop is ours because LiteLLM's own hides its tries, counts no time and can't be told which failures are worth another target.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from call_llm import api_keys, thinking
from call_llm.completion import complete
from call_llm.config import LLMConfig, Target
from call_llm.errors import LLMAuth, LLMError, LLMTimeout
from call_llm.log import CallLog
from call_llm.messages import Answer, from_litellm, to_litellm, tool_choice_to_litellm, tools_to_litellm

# For what has to happen after the answer: storing the history, and the way back to the state machine.
SECONDS_TO_FINISH = 3
SHORTEST_ATTEMPT = 1


@dataclass(frozen=True)
class Call:
    """What the model is asked, whichever it is."""

    system: str
    messages: list[dict[str, Any]]
    """In blocks."""
    tools: list[dict[str, Any]]
    tool_choice: dict[str, Any] | None


@dataclass(frozen=True)
class Answered:
    """The first answer, and how it came about."""

    answer: Answer
    response: Any
    target: Target
    attempts: int
    """Requests sent, this one included."""


def first_answer(call: Call, config: LLMConfig, milliseconds_left: Callable[[], int], log: CallLog) -> Answered:
    """Raises an LLMError when no target has answered: one that is worth a retry, if any of them was, else the last."""
    failures: list[LLMError] = []
    attempts = 0
    for target in config.targets:
        for renew in (False, True):
            seconds = min(config.timeout_seconds, milliseconds_left() / 1000 - SECONDS_TO_FINISH)
            try:
                if seconds < SHORTEST_ATTEMPT:
                    raise LLMTimeout(f"{target.model}: no time left to ask it")
                attempts += 1
                return Answered(*_ask(call, target, seconds), target, attempts)
            except LLMError as error:
                failures.append(error)
                log.write("llm_call_failed", target=target.model, error=type(error).__name__, status=error.status)
                rotated = isinstance(error, LLMAuth) and not renew and target.secret_arn
                if not (rotated and _renewed(target.secret_arn)):
                    break
        if failures[-1].kind not in config.fallback_on:
            break
    chosen = next((failure for failure in failures if failure.retryable), failures[-1])
    raise type(chosen)("; then ".join(str(failure) for failure in failures), chosen.status)


def _ask(call: Call, target: Target, seconds: float) -> tuple[Answer, Any]:
    think = thinking.is_possible(call.messages, call.tool_choice, target)
    response = complete(
        target,
        api_keys.key(target.secret_arn) if target.secret_arn else None,
        to_litellm(call.system, call.messages, target, think),
        tools_to_litellm(call.tools),
        tool_choice_to_litellm(call.tool_choice) if call.tool_choice else None,
        () if think else thinking.PARAMS,
        seconds,
    )
    blocks = [block for message in call.messages for block in message["content"]]
    used = {block["id"] for block in blocks if block["type"] == "tool_use"}
    return from_litellm(response, target, used), response


def _renewed(secret_arn: str) -> bool:
    try:
        return api_keys.renewed(secret_arn)
    except LLMError:
        return False
