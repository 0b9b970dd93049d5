"""Remove agents and tools: `agent remove agent`, `agent remove tool`."""
