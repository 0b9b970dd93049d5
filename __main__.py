"""The stack: settings → packages → what agents share → one state machine for each agent → outputs."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.agent import Agent, AgentArgs
from components.closed_network import ClosedNetwork, ClosedNetworkArgs
from components.data_bucket import DataBucket, DataBucketArgs
from components.llm_caller import NAME, SOURCE, LlmCaller, LlmCallerArgs
from components.packaging.cache import Cache
from components.packaging.package import CACHE, build_all
from components.sandbox import NAME as SANDBOX
from components.sandbox import Sandbox, SandboxArgs, sandbox_sources
from components.secret_store import SecretStore, SecretStoreArgs
from components.settings import stack_settings
from components.tool_function import ToolFunction, ToolFunctionArgs

settings = stack_settings.load()
folders = settings.tool_folders
sources = [SOURCE, *sandbox_sources(folders.values()), *(folder.source for folder in folders.values())]
packages = build_all(sources, settings.target, Cache(CACHE))

account = aws.get_caller_identity_output().account_id
rules = settings.rules(account)
data = DataBucket(
    "data",
    DataBucketArgs(settings.run_retention_days, settings.delete_data_on_destroy, settings.tags, settings.house.data_bucket, rules),
)
secrets = SecretStore(
    "secrets", SecretStoreArgs(settings.secrets, settings.used_secrets, settings.secret_prefix, settings.tags, rules)
)
shared = {"data": data, "log_retention_days": settings.log_retention_days, "tags": settings.tags, "rules": rules}


def function(name: str) -> dict[str, Any]:
    """What every function is given."""
    return {"package": packages[name], "physical_name": settings.physical_name(name), "secrets": secrets, **shared}


def sandbox() -> Sandbox | None:
    """The function for the code of models, in its network. None if no tool needs it."""
    waiting = [folder.timeout_seconds for folder in folders.values() if folder.sandbox]
    if not waiting:
        return None
    name = settings.physical_name(SANDBOX)
    network = ClosedNetworkArgs(data, settings.region, name, settings.tags)
    return Sandbox(
        SANDBOX,
        SandboxArgs(
            package=packages[SANDBOX],
            tool_timeout_seconds=max(waiting),
            network=ClosedNetwork(f"{SANDBOX}-network", network).network if settings.sandbox_is_closed else None,
            physical_name=name,
            **shared,
        ),
    )


the_sandbox = sandbox()
caller = LlmCaller(NAME, LlmCallerArgs(llm=settings.llm, region=settings.region, snap_start=settings.snap_start, **function(NAME)))
tool_functions = {
    # An agent may have the name of its tools' folder, and their roles have to be told apart.
    name: ToolFunction(
        f"{name}-tools",
        ToolFunctionArgs(
            folder=folder,
            settings=settings.tools[name],
            placeholders=settings.placeholders,
            network=settings.tool_networks.get(name),
            delete_data_on_destroy=settings.delete_data_on_destroy,
            snap_start=settings.snap_start,
            sandbox=the_sandbox,
            **function(name),
        ),
    )
    for name, folder in folders.items()
}
agents = {
    declaration.name: Agent(
        declaration.name,
        AgentArgs(
            declaration=declaration,
            caller=caller,
            tool_functions=tool_functions,
            placeholders={**settings.placeholders, "account": account},
            physical_name=settings.physical_name(declaration.name),
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
