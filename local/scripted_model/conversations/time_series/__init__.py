"""Conversations of the Time Series Analysis agent. Every answer is made from what the tools returned; none holds a price."""

from local.scripted_model.conversations.script import script
from local.scripted_model.conversations.time_series.words import in_words

script("time-series", in_words)
