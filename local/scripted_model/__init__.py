"""A model that follows a script: an HTTP server that speaks a provider's dialect and plays written conversations.

The tools of a conversation really run, and its answers are built from their results. Only the model's part is written down.
"""
