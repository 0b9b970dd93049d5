"""Conversations of the Time Series Clustering agent. Every group and number in an answer comes from the tools' results."""

from local.scripted_model.conversations.clustering.words import in_words
from local.scripted_model.conversations.script import script

script("clustering", in_words)
