"""Reads `llm` of the configuration: which models are called, in which order, after which errors, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.settings.llm_target import EXAMPLE_MODEL, LlmTarget, read_target
from components.settings.raw_config import Problems, RawConfig, listed, refuse_unknown
from components.settings.secrets import Secret

# The caller's kinds of error (lambda/call-llm/call_llm/errors.py). Another target may help after the first three.
ERROR_KINDS = ("rate_limited", "unavailable", "timeout", "context_exceeded", "auth", "bad_request", "refused")
DEFAULT_FALLBACK_ON = ERROR_KINDS[:3]

# The caller's Lambda may run for 900 seconds. It needs some of them to report a failure.
MOST_SECONDS = 840
DEFAULT_SECONDS = 120

KEYS = ("targets", "fallbackOn", "timeoutSeconds")


@dataclass(frozen=True)
class Llm:
    """The configuration of the LLM caller."""

    targets: tuple[LlmTarget, ...]
    """The targets, in the order in which they are tried."""
    fallback_on: tuple[str, ...]
    """The errors after which the next target is tried: some of ERROR_KINDS."""
    timeout_seconds: int
    """Seconds that one call of one target may take, 1 to MOST_SECONDS."""


def read_llm(config: RawConfig, secrets: Mapping[str, Secret | None], problems: Problems) -> Llm | None:
    """Return `llm`, or None if any of it is wrong. Append what is wrong to `problems`."""
    before = len(problems)
    first = config.set_command("llm.targets[0].model", EXAMPLE_MODEL)
    llm = problems.caught(lambda: config.json("llm", dict, f"an object of {listed(KEYS)}", first))
    if llm is None:
        return None
    problems.caught(lambda: refuse_unknown(config, "llm", llm, KEYS))
    fallback_on = problems.caught(lambda: _fallback_on(config, llm.get("fallbackOn", list(DEFAULT_FALLBACK_ON))))
    seconds = problems.caught(lambda: _seconds(config, llm.get("timeoutSeconds", DEFAULT_SECONDS)))
    given = problems.caught(lambda: _targets(config, llm.get("targets", []), first)) or []
    targets = [read_target(config, f"llm.targets[{at}]", target, secrets, problems) for at, target in enumerate(given)]
    if fallback_on is None or seconds is None or len(problems) > before:
        return None
    return Llm(tuple(targets), tuple(fallback_on), seconds)


def _targets(config: RawConfig, targets: Any, repair: str) -> list[Any]:
    if not isinstance(targets, list) or not targets:
        raise config.refused("llm.targets names no model", "a list of one target or more", repair)
    return targets


def _fallback_on(config: RawConfig, fallback_on: Any) -> list[str]:
    if not isinstance(fallback_on, list) or not set(map(str, fallback_on)) <= set(ERROR_KINDS):
        raise config.refused(
            f"llm.fallbackOn is {fallback_on!r}",
            f"a list of some of {listed(ERROR_KINDS)}",
            f"{config.remove_command('llm.fallbackOn')} (for {listed(DEFAULT_FALLBACK_ON)})",
        )
    return fallback_on


def _seconds(config: RawConfig, seconds: Any) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 1 <= seconds <= MOST_SECONDS:
        raise config.refused(
            f"llm.timeoutSeconds is {seconds!r}",
            f"1 to {MOST_SECONDS}",
            config.set_command("llm.timeoutSeconds", str(DEFAULT_SECONDS)),
        )
    return seconds
