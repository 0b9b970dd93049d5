"""Conversations of the Financial agent. Every answer is made from what the tools returned; none holds a price or a date of one."""

from local.scripted_model.conversations.financial.words import in_words
from local.scripted_model.conversations.script import script

script("financial", in_words)

# Each registers its conversations, in the order in which they are offered to people.
from local.scripted_model.conversations.financial import charts, comparisons, sectors, repairs  # noqa: E402, F401, I001
