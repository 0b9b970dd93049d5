"""Every change that the caller makes in LiteLLM's code at run time.

patch        the class of a patch
every_call   the patches of every call
google       the patches for Gemini and Vertex AI
groq         the patch for Groq
ollama       the patches for Ollama
check        compares each digest with the LiteLLM that is installed

Each patch names its target, its reason, a test of its effect and a digest of the code that it replaces. An update of LiteLLM that
touches this code fails in `make lock` and in tests/lambda/call-llm/test_litellm_patches.py, with a message that says what to do.
A digest takes the source text. The Lambda package holds bytecode alone, so a cold start checks no digest.

Other places depend on LiteLLM and don't change its code:

- clients/litellm_sdk.py sets LiteLLM's documented settings.
- The providers choose the arguments of a request.
- clients/import_stubs.py takes the place of modules that the package leaves out. test_parity.py compares the package with LiteLLM.
- clients/claude_params.py, clients/openai_sdk.py, cost.py and model_map.py repeat rules of LiteLLM. test_native.py and
  test_price_map.py compare their results with LiteLLM's.
"""

import functools

from call_llm.litellm_patches import every_call, google, groq, ollama
from call_llm.litellm_patches.patch import Patch

PATCHES: tuple[Patch, ...] = every_call.PATCHES + google.PATCHES + groq.PATCHES + ollama.PATCHES

_apply_once = functools.cache(Patch.apply)


def apply(provider: str | None = None) -> None:
    """Apply the patches of a provider, or those of every call. A second time does nothing.

    The patches of a provider wait for its first call, because LiteLLM imports some of its providers then and not before.
    """
    for patch in PATCHES:
        if provider in (patch.providers or (None,)):
            _apply_once(patch)
