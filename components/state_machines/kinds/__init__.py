"""The kinds of tools. Each is a branch file, the states of one tool in the loop, and a module that fills it.

To add a kind: a key in `components/tool_args.py`, `<kind>.asl.json` and `<kind>.py` here, and a line in `table.py`.
"""
