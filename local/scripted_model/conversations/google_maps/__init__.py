"""Conversations of the Google Maps agent. Every answer is made from the tools' results. None holds a fact about the world."""

from local.scripted_model.conversations.google_maps.words import in_words, saying_who_answered
from local.scripted_model.conversations.script import script

script("google-maps", in_words, around=saying_who_answered)
