"""Conversations of the Time Series Analysis agent. Every answer is made from what the tools returned; none holds a price."""

from local.scripted_model.conversations.script import script
from local.scripted_model.conversations.time_series.words import in_words

script("time-series", in_words)

# Each registers its conversations, in the order in which they are offered to people.
from local.scripted_model.conversations.time_series import averages, falls, together, repairs  # noqa: E402, F401, I001
