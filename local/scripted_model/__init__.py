"""A model that follows a script: an HTTP server which speaks the providers' dialects and plays written conversations.

The tools of a conversation really run, and its answers are built from their results. Only the model is written down.
"""
