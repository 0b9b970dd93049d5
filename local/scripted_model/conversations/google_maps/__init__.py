"""Conversations of the Google Maps agent. Every answer is made from what the tools returned; none holds a fact about the world."""

from local.scripted_model.conversations.google_maps.words import in_words, saying_who_answered
from local.scripted_model.conversations.script import script

scripted = script("google-maps", in_words)

# Each registers its conversations, in the order in which they are offered to people.
from local.scripted_model.conversations.google_maps import (  # noqa: E402, F401
    drives,
    nearest,
    repairs,
    sights,
)

scripted.conversations = {question: saying_who_answered(play) for question, play in scripted.conversations.items()}
