"""The parameters of a model call that a stack's configuration may hold, and those that it may not.

The list names what is allowed. A credential, a header or a URL is therefore refused under any name.
"""

COUNT = "a whole number of 1 or more"
INTEGER = "a whole number"
NUMBER = "a number"
TEXT = "a text"
TRUTH = "true or false"
LIST = "a list"
OBJECT = "an object"
TEXT_OR_LIST = "a text or a list"

KINDS = {
    "api_version": TEXT,
    "aws_region_name": TEXT,
    "chat_template_kwargs": OBJECT,
    "frequency_penalty": NUMBER,
    "guardrailConfig": OBJECT,
    "keep_alive": TEXT,
    "logit_bias": OBJECT,
    "max_completion_tokens": COUNT,
    "max_tokens": COUNT,
    "min_p": NUMBER,
    "num_ctx": COUNT,
    "performanceConfig": OBJECT,
    "presence_penalty": NUMBER,
    "prompt_cache_key": TEXT,
    "prompt_cache_retention": TEXT,
    "reasoning_effort": TEXT,
    "repeat_penalty": NUMBER,
    "repetition_penalty": NUMBER,
    "requestMetadata": OBJECT,
    "safe_prompt": TRUTH,
    "safety_identifier": TEXT,
    "safety_settings": LIST,
    "seed": INTEGER,
    "service_tier": TEXT,
    "speed": TEXT,
    "stop": TEXT_OR_LIST,
    "store": TRUTH,
    "temperature": NUMBER,
    "thinking": OBJECT,
    "top_k": COUNT,
    "top_p": NUMBER,
    "user": TEXT,
    "verbosity": TEXT,
    "vertex_location": TEXT,
    "vertex_project": TEXT,
}
"""The kind of value of each allowed parameter, by the parameter's name."""

_CALLER = "the caller says it itself"
_LOST = "the caller would drop what it brings"

LEFT_OUT = {
    "audio": _LOST,
    "cache_control": _CALLER,
    "context_management": _LOST,
    "extra_headers": "a header may be a credential",
    "function_call": _CALLER,
    "functions": _CALLER,
    "include_server_side_tool_invocations": _LOST,
    "logprobs": _LOST,
    "max_retries": "the state machine retries",
    "modalities": _LOST,
    "n": _LOST,
    "output_config": "an answer's form is the agent's output schema",
    "parallel_tool_calls": _CALLER,
    "prediction": "no provider takes it together with tools",
    "response_format": "an answer's form is the agent's output schema",
    "stream": _CALLER,
    "stream_options": _CALLER,
    "suffix": "it is for completions that aren't chats",
    "tool_choice": _CALLER,
    "tools": _CALLER,
    "top_logprobs": _LOST,
    "web_search_options": _LOST,
}
"""The parameters that LiteLLM takes and a configuration may not hold, each with the reason."""
