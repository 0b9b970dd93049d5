"""The stack: settings → packages → what agents share → one state machine for each agent → outputs."""

import pulumi

from components import packages
from components.agent import Agent
from components.agent_platform import THE_ONLY, AgentPlatform
from components.http_connection import HttpConnection
from components.settings import stack_settings
from components.settings.as_args import agent_args, connection_args, platform_args, tool_function_args, tool_outputs
from components.tool_function import ToolFunction

settings = stack_settings.load()
packages.build_together(settings.sources, settings.target)

platform = AgentPlatform(THE_ONLY, platform_args(settings))
# An agent may have the name of its tools' folder, and their roles have to be told apart.
functions = {
    folder: ToolFunction(f"{folder}-tools", tool_function_args(settings, folder, platform.outputs))
    for folder in settings.tool_folders
}
connections = {
    connection.name: HttpConnection(connection.name, connection_args(settings, connection, platform.outputs))
    for connection in settings.connections
}
agents: dict[str, Agent] = {}
for declaration in settings.agents:
    # Each comes after the agents that it calls.
    args = agent_args(settings, declaration, platform.outputs, functions, connections, agents)
    agents[declaration.name] = Agent(declaration.name, args)

pulumi.export("agents", {name: agent.outputs for name, agent in agents.items()})
pulumi.export("tools", tool_outputs(functions))
pulumi.export("platform", platform.outputs)
pulumi.export("dataBucket", platform.data_bucket)
pulumi.export("llmCallerArn", platform.llm_caller_arn)
pulumi.export("region", settings.region)
pulumi.export("endpoints", settings.endpoints)
