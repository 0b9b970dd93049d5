"""Conversations of the Google Maps agent."""

from local.scripted_model.conversations.google_maps.words import in_words
from local.scripted_model.conversations.script import script

script("google-maps", in_words)
