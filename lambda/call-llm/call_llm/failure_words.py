"""The words of failures that their status doesn't tell. One table serves all providers, because they copy words from each other.

A text may repeat a part of the conversation. So each pattern is a phrase, and no single word.
"""

import re


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


TOO_LONG = _any_of(
    # Codes of OpenAI and its copies, of Anthropic, of llama.cpp, and LiteLLM's own word.
    r"context_length_exceeded|request_too_large|exceed_context_size|ContextWindowExceeded",
    # Claude, also at Bedrock; Bedrock; Gemini; Ollama
    r"\b(prompt|input) (is )?too long",
    # OpenAI, Azure, DeepSeek, Mistral, Llama at Bedrock, vLLM, OpenRouter; xAI; vLLM; others
    r"\bmax(imum)? (context|prompt|model|input) (length|size)",
    # Claude, OpenAI, llama.cpp, Ollama, llama-cpp-python, MiniMax
    r"\bexceeds? (the |your |this |model's |available |maximum )*context (limit|length|size|window)",
    r"\bcontext window exceeds",
    # SGLang, Ollama, LM Studio
    r"\b(longer|greater) than the (model's )?context length|\bcontext length of only \d",
    # OpenAI, Nova, Bedrock
    r"\binput tokens exceed|\btoo many input tokens|\btoo many tokens",
    # Gemini, Vertex AI
    r"\bexceeds the maximum number of tokens|\binput token count .{0,40}supports up to|\brequest payload size exceeds",
    # Groq, Cerebras, OpenAI
    r"\breduce the length of the (messages|prompt|input)",
    # OpenAI, for one message of a megabyte
    r"'messages[^']*': string too long",
    # Text Generation Inference, Moonshot, Zhipu, Qwen
    r"`inputs` tokens \+ `max_new_tokens`|\bexceeded model token limit|\bprompt exceeds max length",
    r"\brange of input length should be",
)
"""The conversation is longer than the model can read."""

LARGER_THAN_THE_RATE = _any_of(r"\brequest too large for\b")
"""One request has more tokens than a minute allows, so that no later try works. OpenAI sends it with 429."""

REFUSED = _any_of(
    # OpenAI, Azure
    r"content_policy_violation|ContentPolicyViolation|ResponsibleAIPolicyViolation|content_filter\b|content management policy",
    r"\brejected as a result of (the|our) safety system|\bflagged as potentially violating",
    # Anthropic, xAI, DeepSeek, Qwen
    r"\bblocked by content filtering policy|\bcontent violates usage guidelines|\bContent Exists Risk\b|data_inspection_failed",
)
"""A filter held the question or the answer back."""
