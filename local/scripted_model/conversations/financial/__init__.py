"""Conversations of the Financial agent. Every answer is made from the tools' results. None holds a price or its date."""

from local.scripted_model.conversations.financial.words import in_words
from local.scripted_model.conversations.script import script

script("financial", in_words)
