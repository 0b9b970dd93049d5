"""Conversations of the Web Research agent. Every answer is made from the tool's result. None holds a fact about a company."""

from local.scripted_model.conversations.script import script
from local.scripted_model.conversations.web_research.words import in_words

script("web-research", in_words)
