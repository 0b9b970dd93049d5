"""The LLM caller, in the order of a call.

turn             one turn: what the state machine hands in, and what it gets back
config           the targets to call, from LLM_CONFIG
priming          what is made ready before the first call
history          a conversation too big for a state, in S3
conversation     what a model is asked and what it replies, in content blocks
fallback         target after target, until one replies
api_keys         a target's key, from Secrets Manager
clients          what makes the request
providers        where the providers' APIs differ, one file a provider
litellm_patches  every change of LiteLLM at run time
thinking         whose thoughts go to whom
signatures       what else a model signs, and gets back
tool_uses        what the model asks for, checked
cost             what it cost
model_map        what LiteLLM's map of models says of a model
errors           the names that the state machine retries or catches
service_account  a token of Google's, for Vertex AI
aws              clients of S3 and Secrets Manager
log              one line a call
"""
