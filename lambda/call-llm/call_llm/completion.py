"""The one call of LiteLLM, and its failures as our errors.

LiteLLM is imported here alone, and so that it makes no call of its own: it would fetch its price map and headers' list from the
network, and load a .env file.
"""

import functools
import gc
import os
import re
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from call_llm.config import MAX_TOKENS, Target
from call_llm.errors import LLMError, LLMTimeout, classify, cut

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"
# It prints whole requests into the log at lower levels; our own log says what there is to say.
os.environ["LITELLM_LOG"] = "CRITICAL"

# Importing makes a million objects that all stay: collecting garbage in between finds none and takes a tenth of the time.
gc.disable()
import httpx  # noqa: E402
import litellm  # noqa: E402

gc.enable()
gc.freeze()

litellm.suppress_debug_info = True
# They would put what a tool is called with into the log.
warnings.filterwarnings("ignore", message="Pydantic serializer warnings")

SECONDS_TO_CONNECT = 10
# Where a limit of httpx's comes in time, it is the better end: nothing goes on behind it.
SECONDS_OF_GRACE = 1
# A local server or a function's role needs no key, but LiteLLM wants one for most providers.
NO_KEY = "no-key"
_LOOKS_LIKE_A_KEY = re.compile(r"\b(?:sk-|gsk_|xai-|AIza)[-_A-Za-z0-9*]{8,}|(?<=Bearer )\S+")


def complete(
    target: Target,
    api_key: str | None,
    messages: list[dict[str, Any]],
    tools: list[dict[str, Any]],
    tool_choice: str | dict[str, Any] | None,
    without: tuple[str, ...],
    seconds: float,
) -> Any:
    """LiteLLM's response. Raises an LLMError.

    without: params of the target to leave out of this call. seconds: the longest that the answer may take.
    """
    params = {"max_tokens": MAX_TOKENS, **target.params}
    if "max_completion_tokens" in params:
        del params["max_tokens"]
    params = {name: value for name, value in params.items() if name not in without}
    if tools:
        params |= {"tools": tools, "tool_choice": tool_choice or "auto"}
    if api_key or target.api_base:
        params["api_key"] = api_key or NO_KEY
    if target.api_base:
        params["api_base"] = target.api_base
    call = functools.partial(
        litellm.completion,
        model=target.model,
        messages=messages,
        timeout=httpx.Timeout(seconds, connect=min(seconds, SECONDS_TO_CONNECT)),
        # The state machine retries, and sees how often. LiteLLM's own retries would be hidden and eat the time.
        max_retries=0,
        num_retries=0,
        **params,
    )
    try:
        return _within(seconds + SECONDS_OF_GRACE, call)
    except TimeLimitError:
        raise LLMTimeout(f"{target.model}: no whole answer within {seconds:.0f} s") from None
    except Exception as error:
        raise failure(error, target, api_key) from None  # the chain holds the key and the whole request


class TimeLimitError(Exception):
    """A call is still going on after its time."""


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """What the call returns or raises. Raises TimeLimitError when its time is up, and leaves it to itself then.

    httpx limits each wait for data and not their sum, and some providers send a blank line now and then while their model works.
    """
    answer: Future[Any] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    if not wait([answer], seconds).done:
        raise TimeLimitError
    return answer.result()


def failure(error: Exception, target: Target, api_key: str | None) -> LLMError:
    """Our error for one of LiteLLM's, or of the libraries beneath it."""
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    headers = getattr(error, "litellm_response_headers", None) or {}
    retry_after = headers.get("retry-after")
    text = str(error)
    cause = scrub(text.partition("Traceback (most recent call last)")[0].strip(), api_key)
    message = f"{target.model}: {cut(cause)}{f' (retry after {retry_after} s)' if retry_after else ''}"
    return classify(status, text)(message, status)


def scrub(text: str, api_key: str | None) -> str:
    """The text without the key: providers repeat it, whole or in part, when they don't like it."""
    if api_key:
        text = text.replace(api_key, "[key]")
    return _LOOKS_LIKE_A_KEY.sub("[key]", text)
