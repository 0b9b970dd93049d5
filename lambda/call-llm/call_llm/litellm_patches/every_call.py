"""The patches of every call. They are applied when LiteLLM is imported."""

import functools
from typing import Any

from call_llm.litellm_patches.patch import Patch, instead


class LazyTokenizer:
    """LiteLLM's tokenizer, loaded when it first counts."""

    def __getattr__(self, name: str) -> Any:
        from litellm.litellm_core_utils.default_encoding import encoding

        return getattr(encoding, name)


def _without_redirections(init: Any) -> Any:
    return functools.partialmethod(init, follow_redirects=False)


PATCHES = (
    Patch(
        target="litellm.main:_encoding_cache",
        code="litellm.main:_get_encoding",
        replacement=instead(LazyTokenizer()),
        reason="LiteLLM loads a tokenizer in the first call, and hands it to every call. That takes 0.3 s and 35 MB. "
        "Few calls count with it.",
        test="test_litellm_patches.py::test_a_call_loads_no_tokenizer",
        digest="a9ecd486feec",
    ),
    Patch(
        target="litellm.llms.custom_httpx.http_handler:HTTPHandler.__init__",
        replacement=_without_redirections,
        reason="LiteLLM's HTTP client follows redirections. One would take the conversation elsewhere, and the key with it: httpx "
        "takes no header away but `authorization` and `cookie` (`httpx.Client._redirect_headers`).",
        test="test_connections.py::test_a_provider_that_sends_a_call_elsewhere_is_unavailable_and_nothing_goes_there",
        digest="e804eebb7d05",
    ),
)
