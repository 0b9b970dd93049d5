"""The kinds of tools that a declaration may have, one a file. `agents.declaration` offers all of them.

Each is plain data, and gives its plain form (`components/tool_args.py`), by which a state machine gets it.
"""
