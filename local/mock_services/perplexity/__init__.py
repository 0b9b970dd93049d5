"""A mock service for Perplexity's Sonar API: chat completions that search no web.

Every request is checked against the published reference. A request that it forbids is refused in its shape. The texts say that they
come from a mock service and tell nothing about any company. Their sources are addresses that are reserved for examples.
`troubles.py` says how a request asks for an error.
"""

from local.mock_services.http import Answer
from local.mock_services.perplexity import api

HOSTS: dict[str, Answer] = {api.HOST: api.answer}
