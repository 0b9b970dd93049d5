"""Conversations of the Web Research agent. Every answer is made from what the tool returned; none holds a fact about a company."""

from local.scripted_model.conversations.script import script
from local.scripted_model.conversations.web_research.words import in_words

script("web-research", in_words)

# Each registers its conversations, in the order in which they are offered to people.
from local.scripted_model.conversations.web_research import companies, failures  # noqa: E402, F401
