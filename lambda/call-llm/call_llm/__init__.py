"""The LLM caller, in the order of a call.

turn         one turn: what the state machine hands in, and what it gets back
config       the targets to call, from LLM_CONFIG
history      a conversation too big for a state, in S3
fallback     target after target, until one answers
api_keys     a target's key, from Secrets Manager
provider     what the API of a target can take
messages     content blocks into LiteLLM's messages, and back
thinking     whose thoughts go to whom
completion   the one call of LiteLLM
tool_uses    what the model asks for, checked
cost         what it cost
errors       the names that the state machine retries or catches
aws          clients of S3 and Secrets Manager
log          one line a call
"""
