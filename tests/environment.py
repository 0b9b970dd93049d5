"""What a person's environment must not say to the tests: which model, which AWS, which laptop stack, which repository.

What it says of the machine stays: PATH, HOME, the network's proxies and certificates, the compilers' settings.
"""

from collections.abc import MutableMapping

# Providers, AWS, and what this project itself reads.
_PREFIXES = (
    *("ANTHROPIC_", "AWS_", "AZURE_", "DEEPSEEK_", "GEMINI_", "GOOGLE_", "GROQ_", "HOSTED_VLLM_", "LITELLM_", "MISTRAL_"),
    *("OLLAMA_", "OPENAI_", "PERPLEXITY_", "VERTEXAI_", "XAI_"),
    *("LLM_", "LOCAL_", "PULUMI_", "SETTING_", "YFINANCE_"),
)
_SUFFIXES = ("_API_KEY",)
# Where the Pulumi CLI is downloaded from is the machine's business.
_KEPT = ("PULUMI_RELEASES",)
_NAMES = (
    *("AGENT", "AGENTS", "ASK_STARTED_BY_MAKE", "MODEL", "QUESTION", "STACK"),
    # A test that runs make gets none of the options that `make test` was given.
    *("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS"),
    # A hook of git is told which repository it runs in, and so would be each git that a test runs in a folder of its own.
    *("GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_WORK_TREE"),
    # Without bytecode each of the many Pythons that the tests start compiles all that it imports.
    "PYTHONDONTWRITEBYTECODE",
)


def forget(environment: MutableMapping[str, str]) -> None:
    """Removes them all, whatever their case."""
    for name in list(environment):
        upper = name.upper()
        if upper not in _KEPT and (upper in _NAMES or upper.startswith(_PREFIXES) or upper.endswith(_SUFFIXES)):
            del environment[name]
