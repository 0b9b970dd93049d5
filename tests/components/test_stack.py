"""The whole program, as the committed `Pulumi.<stack>.yaml` configure it, with packages that are quick to build."""

import json
from typing import Any

import pulumi
import pytest

from agents import AGENTS
from components.agent import INPUT_SCHEMA
from components.settings.raw_config import RawConfig
from tests.components.configuration import PROJECT, of_stack
from tests.components.deployment import comparable

DEV = of_stack("dev", secrets={"anthropic": "sk-very-secret"})
PROD = of_stack("prod", secrets={"openai": "sk-very-secret"})
LOCAL = of_stack("local")


def test_a_stack_is_a_bucket_a_caller_the_tool_functions_and_the_agents(run: Any) -> None:
    deployment, _ = run(DEV)
    tree = deployment.tree()
    assert tree["the stack"] == [
        "Agent/sql",
        "AgentPlatform/platform",
        "ToolFunction/code-interpreter-tools",
        "ToolFunction/db-interface-tools",
    ]
    assert tree["AgentPlatform/platform"] == [
        "ClosedNetwork/sandbox-network",
        "DataBucket/data",
        "LlmCaller/call-llm",
        "Sandbox/sandbox",
        "SecretStore/secrets",
    ]
    assert {
        name: sorted(child.split("/")[0] for child in tree[f"Function/{name}"]) for name in ("call-llm", "db-interface-tools")
    } == {
        "call-llm": ["BucketObjectv2", "Function", "LogGroup", "Role", "RolePolicy"],
        "db-interface-tools": ["BucketObjectv2", "Function", "LogGroup", "Role", "RolePolicy"],
    }
    assert len(deployment.inputs) == 53


def test_all_agents_fit_into_one_stack_and_share_the_functions_of_their_tools(run: Any) -> None:
    keys = {"anthropic": "sk", "google_maps": "maps-key", "perplexity": "pplx-key"}
    deployment, outputs = run(of_stack("dev", agents=list(AGENTS), secrets=keys))
    assert list(outputs["agents"]) == list(AGENTS)
    functions = sorted({folder for agent in AGENTS.values() for folder in agent.folders})
    assert [name for name in deployment.tree()["the stack"] if name.startswith("ToolFunction/")] == [
        f"ToolFunction/{name}-tools" for name in functions
    ]
    maps = deployment.of("Function/google-maps-tools-function")
    assert maps["environment"] == {"variables": {"SECRET_ARN_GOOGLE_MAPS": "arn:Secret/secrets-google_maps"}}
    assert "maps-key" not in repr({name: value for name, value in deployment.inputs.items() if "SecretVersion" not in name})


def test_the_laptop_stack_differs_from_the_one_in_aws_in_its_secret_and_in_nothing_else(run: Any) -> None:
    (dev, _), (local, _) = run(DEV), run(LOCAL)
    assert dev.inputs.keys() - local.inputs.keys() == {
        "Secret/secrets-anthropic",
        "SecretVersion/secrets-anthropic-value",
    }
    assert local.inputs.keys() - dev.inputs.keys() == set()


def test_the_production_stack_calls_a_model_at_bedrock_from_a_snapshot_and_falls_back_on_another_provider(run: Any) -> None:
    deployment, outputs = run(PROD)
    assert outputs["llmCallerArn"] == "arn:Alias/call-llm-live"
    function = deployment.of("Function/call-llm-function")
    assert function["snapStart"] == {"applyOn": "PublishedVersions"}
    assert json.loads(function["environment"]["variables"]["LLM_CONFIG"])["targets"] == [
        {"model": "bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "params": {"max_tokens": 8192}},
        {"model": "openai/gpt-4.1", "params": {"max_tokens": 8192}, "secret_arn": "arn:Secret/secrets-openai"},
    ]
    allowed = {one["Sid"]: one["Resource"] for one in deployment.statements("RolePolicy/call-llm-policy")}
    profile = "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
    assert allowed == {
        "WriteLogs": ["arn:LogGroup/call-llm-logs:*"],
        "Trace": ["*"],
        "ReadSecrets": ["arn:Secret/secrets-openai"],
        "InvokeProfile0": [profile],
        "InvokeThroughProfile0": ["arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"],
        "Conversations": ["arn:Bucket/data-bucket/conversations/*"],
    }
    assert {deployment.of(name)["retentionInDays"] for name in deployment.inputs if name.startswith("LogGroup/")} == {365}


def test_stacks_with_different_providers_differ_in_the_caller_its_permissions_and_its_secret_alone(run: Any) -> None:
    (dev, _), (prod, _) = run(of_stack("dev", secrets={"anthropic": "sk"})), run(_prod_as_dev())
    names = {"Secret/secrets-{}", "SecretVersion/secrets-{}-value"}
    assert dev.inputs.keys() - prod.inputs.keys() == {name.format("anthropic") for name in names}
    assert prod.inputs.keys() - dev.inputs.keys() == {name.format("openai") for name in names}
    both = dev.inputs.keys() & prod.inputs.keys()
    assert {name for name in both if comparable(dev.of(name)) != comparable(prod.of(name))} == {
        "Function/call-llm-function",
        "RolePolicy/call-llm-policy",
    }


def _prod_as_dev() -> RawConfig:
    """The models of the production stack on the development stack."""
    prod = json.loads(PROD.values[f"{PROJECT}:llm"])
    # As long as the one target of dev: the caller's timeout, and with it the state machine's, grows with the targets.
    return of_stack("dev", llm=prod | {"timeoutSeconds": 60}, secrets={"openai": "sk"})


def test_the_outputs_are_the_interface_that_other_projects_read(run: Any) -> None:
    _, outputs = run(LOCAL)
    platform, tools = outputs.pop("platform"), outputs.pop("tools")
    assert (platform["data_bucket"], platform["llm_caller_arn"]) == ("data-bucket-0a1b2c3", "arn:Alias/call-llm-live")
    assert {name: tool["functionArn"] for name, tool in tools.items()} == {
        "execute_python": "arn:Function/code-interpreter-tools-function:7",
        "execute_sql_query": "arn:Function/db-interface-tools-function:7",
        "get_db_schema": "arn:Function/db-interface-tools-function:7",
    }
    assert tools["execute_sql_query"]["inputSchema"]["required"] == ["sql_query"]
    assert outputs == {
        "agents": {
            "sql": {
                "stateMachineArn": "arn:StateMachine/sql-state-machine",
                "name": f"{PROJECT}-local-sql",
                "description": AGENTS["sql"].description,
                "questions": list(AGENTS["sql"].questions),
                "inputSchema": INPUT_SCHEMA,
                "outputSchema": AGENTS["sql"].output_schema,
            }
        },
        "dataBucket": "data-bucket-0a1b2c3",
        "llmCallerArn": "arn:Alias/call-llm-live",
        "region": "us-east-1",
        "endpoints": {
            "cloudwatch": "http://127.0.0.1:4566",
            "dynamodb": "http://127.0.0.1:4566",
            "ec2": "http://127.0.0.1:4566",
            "eventbridge": "http://127.0.0.1:4566",
            "iam": "http://127.0.0.1:4566",
            "kms": "http://127.0.0.1:4566",
            "lambda": "http://127.0.0.1:4566",
            "logs": "http://127.0.0.1:4566",
            "s3": "http://127.0.0.1:4566",
            "scheduler": "http://127.0.0.1:4566",
            "secretsmanager": "http://127.0.0.1:4566",
            "sfn": "http://127.0.0.1:4567",
            "sns": "http://127.0.0.1:4566",
            "sqs": "http://127.0.0.1:4566",
            "ssm": "http://127.0.0.1:4566",
            "sts": "http://127.0.0.1:4566",
        },
    }


def test_in_aws_there_are_no_endpoints_of_our_own(run: Any) -> None:
    _, outputs = run(DEV)
    assert (outputs["region"], outputs["endpoints"]) == ("us-east-1", {})


def test_everything_that_can_have_tags_has_those_of_the_project_and_the_stack(run: Any) -> None:
    deployment, _ = run(DEV)
    # Components have no inputs. S3 allows an object 10 tags only; policies and the settings of a bucket have none.
    network = ("DefaultRouteTable", "DefaultSecurityGroup", "SecurityGroup", "Subnet", "Vpc", "VpcEndpoint")
    kinds = ("Bucket", "Function", "LogGroup", "Role", "Secret", "StateMachine", *network)
    tags = {name: inputs.get("tags") for name, inputs in deployment.inputs.items() if inputs and name.split("/")[0] in kinds}
    assert tags.pop("Vpc/sandbox-network-vpc") == {"Project": PROJECT, "Stack": "dev", "Name": f"{PROJECT}-dev-sandbox"}
    assert tags == {name: {"Project": PROJECT, "Stack": "dev"} for name in tags}
    assert len(tags) == 23
    untagged = {name.split("/")[0] for name, inputs in deployment.inputs.items() if inputs and name.split("/")[0] not in kinds}
    assert untagged == {
        "Alias",
        "BucketLifecycleConfiguration",
        "BucketObjectv2",
        "BucketOwnershipControls",
        "BucketPolicy",
        "BucketPublicAccessBlock",
        "BucketServerSideEncryptionConfiguration",
        "RolePolicy",
        "SecretVersion",
    }


@pytest.mark.attack("iam")
@pytest.mark.parametrize("config", [DEV, PROD], ids=["dev", "prod"])
def test_a_star_stands_in_a_policy_only_where_aws_knows_no_resources(run: Any, config: RawConfig) -> None:
    deployment, _ = run(config)
    for name in deployment.inputs:
        if name.startswith("RolePolicy/"):
            allowed = [statement for statement in deployment.statements(name) if statement["Effect"] == "Allow"]
            starred = {statement["Sid"] for statement in allowed if "*" in statement["Resource"]}
            assert starred <= {"Trace", "DeliverLogs", "JoinNetwork"}, name


def test_an_open_sandbox_has_no_network_and_a_stack_whose_tools_run_no_code_has_neither(run: Any) -> None:
    opened, _ = run(of_stack("dev", secrets={"anthropic": "sk"}, sandboxNetwork="open"))
    assert "Sandbox/sandbox" in opened.tree()["AgentPlatform/platform"]
    assert "vpcConfig" not in opened.of("Function/sandbox-function")
    assert not [name for name in opened.inputs if name.split("/")[0] in ("ClosedNetwork", "Subnet", "Vpc")]
    keys = {"anthropic": "sk", "google_maps": "maps-key"}
    without, _ = run(of_stack("dev", agents=["google-maps"], secrets=keys))
    assert not [name for name in without.inputs if "sandbox" in name]


def test_only_the_function_that_runs_code_is_in_the_network_and_only_its_tool_may_call_it(run: Any) -> None:
    deployment, _ = run(DEV)
    functions = [name for name in deployment.inputs if name.startswith("Function/") and "memorySize" in deployment.of(name)]
    assert [name for name in functions if "vpcConfig" in deployment.of(name)] == ["Function/sandbox-function"]
    sandbox = "arn:Function/sandbox-function:*"
    policies = [name for name in deployment.inputs if name.startswith("RolePolicy/")]
    assert [name for name in policies if any(sandbox in one["Resource"] for one in deployment.statements(name))] == [
        "RolePolicy/code-interpreter-tools-policy"
    ]
    [tool] = [one for one in deployment.statements("RolePolicy/code-interpreter-tools-policy") if one["Resource"] == [sandbox]]
    assert tool["Action"] == ["lambda:InvokeFunction"]


def test_wrong_settings_stop_the_program_before_anything_is_registered(run: Any) -> None:
    with pytest.raises(pulumi.RunError, match="there is no setting 'colour'"):
        run(of_stack("dev", secrets={"anthropic": "sk"}, colour="red"))
