"""Conversations of the Financial agent."""

from local.scripted_model.conversations.financial.words import in_words
from local.scripted_model.conversations.script import script

script("financial", in_words)
