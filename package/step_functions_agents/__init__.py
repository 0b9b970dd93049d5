"""AI agents as state machines of AWS Step Functions, for a Pulumi program in Python:

    from step_functions_agents import Agent, AgentPlatform, ToolFunction

A name's module is imported when the name is first used: the command `agent` needs none of them, and Pulumi's AWS types take
seconds.
"""
