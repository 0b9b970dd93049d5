"""`agent new mcp`: pin the tools that an MCP server offers into a tools.json.

- `offered` asks the server, by the same code that later calls its tools.
- `dialect` translates a schema of the server into the dialect of tools.json.
- `pinning` makes the tools.json.
- `shown` prints the tools, and how they have changed.
- `new_mcp` puts these together.
"""
