"""The LLM caller. The files in the order of a call:

turn             runs one turn: the state machine's input and output
config           reads LLM_CONFIG: the targets to call
priming          imports and rehearses before the first call
history          keeps a conversation in S3 that is too big for a state
conversation     checks the content blocks; the question to a model and its reply
completion       completes a conversation, so that every provider takes it
fallback         asks target after target until one replies
api_keys         reads a target's key from Secrets Manager
clients          make the request, one file a library
answers          hold one rule for each odd thing that an answer may hold, one file a form of answers
providers        say where the providers' APIs differ, one file a provider
litellm_patches  change LiteLLM at run time
thinking         decides which thinking blocks go to a target
signatures       keeps other signatures of a model and hands them back
tool_uses        reads and checks the tool uses of an answer
cost             computes the cost of a call
model_map        reads LiteLLM's map of models
failure_words    the words of failures that their status doesn't tell
errors           the error names that the state machine retries or catches
service_account  asks Google for an access token, for Vertex AI
aws              calls S3 and Secrets Manager
log              writes one line for each call
"""
