"""Conversations of the Time Series Analysis agent. Every answer is made from the tools' results. None holds a price."""

from local.scripted_model.conversations.script import script
from local.scripted_model.conversations.time_series.words import in_words

script("time-series", in_words)
