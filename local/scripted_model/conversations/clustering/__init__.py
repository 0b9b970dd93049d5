"""Conversations of the Time Series Clustering agent."""

from local.scripted_model.conversations.clustering.words import in_words
from local.scripted_model.conversations.script import script

script("clustering", in_words)
