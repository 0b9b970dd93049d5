"""Conversations of the SQL agent. Every answer is made from the tools' results. None holds a fact about baseball."""

from local.scripted_model.conversations.script import script
from local.scripted_model.conversations.sql.words import in_words

script("sql", in_words)
