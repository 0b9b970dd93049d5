"""One rule for each odd thing that an answer may hold, whatever the provider and the client.

A provider's answer is adjusted before anything else reads it: by `clients/adjusting_transport.py` for LiteLLM, by `clients/sdk.py`
for the SDKs. Afterwards it has the published form of its API, and holds nothing that a turn has no use for. The rules stand in
docs/reference/providers.md, and tests/lambda/call-llm/test_odd_answers.py plays each of them at every provider.

answer            what is known of an answer
errors_in_answers finds the error that an answer with status 200 holds
stop_words        says by a provider's word why an answer ended
parts             reads a content that is a text or a list of parts
usage             reads the numbers of tokens
chat              OpenAI's Chat Completions and its copies
messages          Anthropic's Messages API
converse          Bedrock's Converse API
generate_content  Google's generateContent
ollama            Ollama's API
"""
