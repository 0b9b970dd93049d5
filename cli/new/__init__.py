"""Make a new tool or agent: `agent new tool`, `agent new mcp`, `agent new agent`.

The result works at once: it builds, keeps the tool contract and answers a question on the laptop. From then on it belongs to its
owner, and nothing here changes it again.
"""
