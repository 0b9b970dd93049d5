"""Conversations of the Time Series Clustering agent. Every group and number in an answer comes from the tools' results."""

from local.scripted_model.conversations.clustering.words import in_words
from local.scripted_model.conversations.script import script

script("clustering", in_words)

# Each registers its conversations, in the order in which they are offered to people.
from local.scripted_model.conversations.clustering import movement, shapes, periods, repairs  # noqa: E402, F401, I001
