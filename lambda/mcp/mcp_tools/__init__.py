"""Calls the tools of an MCP server by the official SDK's client, over streamable HTTP.

- `sdk` imports the client.
- `connection` opens one session, within limits of time and bytes.
- `pinned` compares the server's tools with those that `tools.json` has pinned.
- `answer` makes a tool result of the server's answer.
- `call` puts these together for a tool use.
- `offer` lists a server's tools for `agent new mcp`.
"""
