"""Conversations of the Financial agent. Every answer is made from what the tools returned; none holds a price or a date of one."""

from local.scripted_model.conversations.financial.words import in_words
from local.scripted_model.conversations.script import script

script("financial", in_words)
