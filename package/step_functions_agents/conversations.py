"""What a file of a project's `conversations/` imports, to write what the laptop's scripted model says:

    from step_functions_agents.conversations import Conversation, ToolUse, conversation

    @conversation("Where is order 1001?", agent="orders")
    def where_is_an_order(question: str) -> Conversation:
        [result] = yield [ToolUse("find_order", {"id": "1001"})]
        yield [ToolUse("final_answer", {"answer": result.content})]

The file has the agent's name, here `conversations/orders.py`. A conversation depends on nothing but the question and the results.
"""

from local.scripted_model.conversations.script import (
    Conversation,
    Text,
    ToolResult,
    ToolUse,
    UnusableResultError,
    conversation,
)

__all__ = ["Conversation", "Text", "ToolResult", "ToolUse", "UnusableResultError", "conversation"]
