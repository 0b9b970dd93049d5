"""Reads `llm` of the configuration: which models are called, in which order, after which errors, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.llm_catalog.catalog import near
from components.settings import keys
from components.settings.llm_model import EXAMPLE_MODEL, model_of
from components.settings.llm_target import LlmTarget, read_target
from components.settings.raw_config import Problems, RawConfig, listed, number, shown
from components.settings.secrets import Secret
from components.settings.unknown_keys import refuse_unknown

# The caller's kinds of error (lambda/call-llm/call_llm/errors.py). Another target may help after the first three.
ERROR_KINDS = ("rate_limited", "unavailable", "timeout", "context_exceeded", "auth", "bad_request", "refused")
DEFAULT_FALLBACK_ON = ERROR_KINDS[:3]

# The caller's Lambda may run for 900 seconds. It needs some of them to report a failure.
MOST_SECONDS = 840
DEFAULT_SECONDS = 120

# Twice the memory that a process of the client takes at its peak. CPU comes with memory: LiteLLM's cold start still fits well into
# the 10 s of Lambda's init phase. benchmarks/results/caller.json has both, `litellm_peak_mb` and `litellm_512_init_seconds`.
MEMORY_MB = {"litellm": 512, "native": 256}
# With less, Lambda ends the process because it needs more.
LEAST_MEMORY_MB = {"litellm": 256, "native": 128}
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
MOST_MEMORY_MB = 10_240


@dataclass(frozen=True)
class Llm:
    """The configuration of the LLM caller."""

    targets: tuple[LlmTarget, ...]
    """The targets, in the order in which they are tried."""
    fallback_on: tuple[str, ...]
    """The errors after which the next target is tried: some of ERROR_KINDS."""
    timeout_seconds: int
    """Seconds that one call of one target may take, 1 to MOST_SECONDS."""
    memory_mb: int = MEMORY_MB["litellm"]
    """Memory of the caller in MB. It is paid for while the model thinks."""


def read_llm(config: RawConfig, secrets: Mapping[str, Secret | None], problems: Problems) -> Llm | None:
    """Return `llm`, or None if any of it is wrong. Append what is wrong to `problems`."""
    before = len(problems)
    llm = problems.caught(lambda: _llm(config))
    if llm is None:
        return None
    refuse_unknown(config, "llm", llm, keys.LLM, problems)
    fallback_on = _fallback_on(config, llm.get("fallbackOn"), problems)
    seconds = problems.caught(lambda: _seconds(config, llm.get("timeoutSeconds", DEFAULT_SECONDS)))
    # What was meant for here: the commands of other errors move it here.
    elsewhere = {key.partition(":")[2] for key in config.values} - set(keys.STACK) | (llm.keys() - set(keys.LLM))
    misplaced = any(name in keys.TARGET or near(name, ("llm", "targets")) for name in elsewhere)
    given = problems.caught(lambda: _targets(config, llm.get("targets"), misplaced)) or []
    targets = [read_target(config, f"llm.targets[{at}]", target, secrets, problems) for at, target in enumerate(given)]
    clients = {target.client for target in targets}
    memory = problems.caught(lambda: _memory(config, llm.get("memoryMb"), clients))
    if seconds is None or memory is None or len(problems) > before:
        return None
    return Llm(tuple(targets), fallback_on, seconds, memory)


def _llm(config: RawConfig) -> dict[str, Any]:
    """Return the object. What somebody wrote in its place tells which targets were meant."""
    given = config.value("llm")
    written = given if isinstance(given, list) else [given] if isinstance(given, str) and given else []
    repair = config.replace_command("llm", {"targets": _as_targets(written)})
    return config.json("llm", dict, f"an object of {listed(keys.LLM)}", repair)


def _targets(config: RawConfig, targets: Any, misplaced: bool) -> list[dict[str, Any]]:
    """Return the targets, each an object. One error names all that are none, because one command mends them together.

    misplaced: True if the settings of a target stand beside the targets. Their own errors say so.
    """
    allowed = f"a list of objects of {listed(keys.TARGET)}"
    if not targets:
        if misplaced:
            return []
        raise config.refused("llm.targets names no model", allowed, config.set_command("llm.targets[0].model", EXAMPLE_MODEL))
    if isinstance(targets, list):
        wrong = [f"llm.targets[{at}] is {_what(target)}" for at, target in enumerate(targets) if not isinstance(target, dict)]
        if not wrong:
            return targets
        given, meant = ", ".join(wrong), targets
    elif isinstance(targets, dict):
        # One target without its -, or several by names.
        given = "llm.targets is an object"
        meant = [*targets.values()] if all(isinstance(each, dict) for each in targets.values()) else [targets]
    else:
        given, meant = f"llm.targets is {_what(targets)}", [targets]
    last_alone = isinstance(targets, list) and all(isinstance(each, dict) for each in targets[:-1])
    right = _as_targets(meant)
    repair = config.replace_command("llm.targets", right)
    if last_alone:
        repair = config.replace_command(f"llm.targets[{len(targets) - 1}]", right[-1])
    raise config.refused(given, allowed, repair)


def _as_targets(written: list[Any]) -> list[dict[str, Any]]:
    right = [each if isinstance(each, dict) and each else {"model": model_of(each)} for each in written]
    return right or [{"model": EXAMPLE_MODEL}]


def _what(target: Any) -> str:
    return "empty" if target is None else shown(target)


def _fallback_on(config: RawConfig, fallback_on: Any, problems: Problems) -> tuple[str, ...]:
    if fallback_on is None:
        return DEFAULT_FALLBACK_ON
    if not isinstance(fallback_on, list):
        given, allowed = f"llm.fallbackOn is {shown(fallback_on)}", f"a list of some of {listed(ERROR_KINDS)}"
        written = [kind for kind in ERROR_KINDS if isinstance(fallback_on, str) and kind in fallback_on]
        problems.append(str(config.refused(given, allowed, config.replace_command("llm.fallbackOn", written))))
        return ()
    # From the last one on: a command that removes an entry moves those after it.
    for at, kind in reversed([*enumerate(fallback_on)]):
        if kind not in ERROR_KINDS:
            path, meant = f"llm.fallbackOn[{at}]", near(str(kind), ERROR_KINDS)
            repair = config.set_command(path, meant) if meant else config.remove_command(path)
            problems.append(str(config.refused(f"{path} is {shown(kind)}", listed(ERROR_KINDS), repair)))
    return tuple(fallback_on)


def _seconds(config: RawConfig, seconds: Any) -> int:
    found = number(seconds)
    if found is None or not found.is_integer() or not 1 <= found <= MOST_SECONDS:
        meant = DEFAULT_SECONDS if found is None or found < 1 else min(MOST_SECONDS, int(found))
        raise config.refused(
            f"llm.timeoutSeconds is {shown(seconds)}", f"1 to {MOST_SECONDS}", config.set_command("llm.timeoutSeconds", meant)
        )
    return int(found)


def _memory(config: RawConfig, memory: Any, clients: set[str]) -> int:
    """Return the memory in MB. Without a setting it is that of the client that needs most."""
    most_needed = max(clients & MEMORY_MB.keys(), key=MEMORY_MB.__getitem__, default="litellm")
    if memory is None:
        return MEMORY_MB[most_needed]
    found, least = number(memory), LEAST_MEMORY_MB[most_needed]
    if found is None or not found.is_integer() or not least <= found <= MOST_MEMORY_MB:
        meant = MEMORY_MB[most_needed] if found is None else max(least, min(MOST_MEMORY_MB, int(found)))
        raise config.refused(
            f"llm.memoryMb is {shown(memory)}",
            f"{least} to {MOST_MEMORY_MB:,} with client: {most_needed}, or nothing for {MEMORY_MB[most_needed]}",
            config.set_command("llm.memoryMb", meant),
        )
    return int(found)
