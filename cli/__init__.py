"""The command `agent`: ask agents, look at their runs, keep the laptop stack, make agents and tools.

`app.py` lists the commands. Each command is a file here, or a folder where it takes more than one.
"""
