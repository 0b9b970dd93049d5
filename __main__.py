"""The stack: settings → packages → what agents share → one state machine for each agent → outputs."""

import pulumi

from components import settings as stack_settings
from components.agent import Agent, AgentArgs
from components.builds.cache import Cache
from components.builds.package import CACHE, build_all
from components.data_bucket import DataBucket, DataBucketArgs
from components.llm_caller import NAME, SOURCE, LlmCaller, LlmCallerArgs
from components.tool_function import ToolFunction, ToolFunctionArgs, tool_folders

settings = stack_settings.load()
shared = {"log_retention_days": settings.log_retention_days, "tags": settings.tags}

folders = tool_folders(settings.agents)
packages = build_all([SOURCE, *(folder.source for folder in folders.values())], settings.target, Cache(CACHE))

data = DataBucket("data", DataBucketArgs(settings.run_retention_days, settings.delete_data_on_destroy, settings.tags))
caller = LlmCaller(
    NAME,
    LlmCallerArgs(
        llm=settings.llm,
        secrets=settings.secrets,
        region=settings.region,
        snap_start=settings.snap_start,
        package=packages[NAME],
        data=data,
        physical_name=settings.physical_name(NAME),
        secret_prefix=settings.secret_prefix,
        **shared,
    ),
)
tool_functions = {
    function: ToolFunction(function, ToolFunctionArgs(folder, packages[function], data, settings.physical_name(function), **shared))
    for function, folder in folders.items()
}
agents = {
    declaration.name: Agent(
        declaration.name,
        AgentArgs(
            declaration=declaration,
            caller=caller,
            tool_functions=tool_functions,
            data=data,
            physical_name=settings.physical_name(declaration.name),
            alarm_topic_arn=settings.alarm_topic_arn,
            **shared,
        ),
    )
    for declaration in settings.agents
}

pulumi.export("agents", {name: agent.outputs for name, agent in agents.items()})
pulumi.export("dataBucket", data.name)
pulumi.export("llmCallerArn", caller.arn)
pulumi.export("region", settings.region)
pulumi.export("endpoints", settings.endpoints)
