"""The names of the package for programs: components, their args, and what a tool's `resources.py` needs."""

from components import iam
from components.agent import Agent, AgentArgs, LimitsArgs
from components.agent_platform import AgentPlatform, AgentPlatformArgs, LlmArgs, LlmTargetArgs, PriceArgs, SandboxArgs
from components.http_connection import ApiKeyArgs, BasicArgs, HttpConnection, HttpConnectionArgs, OAuthArgs
from components.tool_args import AgentCall, ApiCall, FunctionCall, HttpCall, PermissionArgs, ToolArgs
from components.tool_function import NetworkArgs, ToolFunction, ToolFunctionArgs
from components.tool_resources import ToolResources, ToolResourcesArgs

__all__ = [
    "Agent",
    "AgentArgs",
    "AgentCall",
    "AgentPlatform",
    "AgentPlatformArgs",
    "ApiCall",
    "ApiKeyArgs",
    "BasicArgs",
    "FunctionCall",
    "HttpCall",
    "HttpConnection",
    "HttpConnectionArgs",
    "LimitsArgs",
    "LlmArgs",
    "LlmTargetArgs",
    "NetworkArgs",
    "OAuthArgs",
    "PermissionArgs",
    "PriceArgs",
    "SandboxArgs",
    "ToolArgs",
    "ToolFunction",
    "ToolFunctionArgs",
    "ToolResources",
    "ToolResourcesArgs",
    "iam",
]
