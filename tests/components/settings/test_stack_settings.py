"""What a configuration becomes, and how a wrong one is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest

from agents import AGENTS
from agents.declaration import TOOL_NAME, Agent, AgentTool
from agents.discovery import AgentFileError
from components import tool_folder
from components.packaging.target import Target, host_architecture
from components.settings.keys import STACK as KEYS
from components.settings.llm_settings import Llm
from components.settings.llm_target import LlmTarget, Price
from components.settings.raw_config import SettingsError
from components.settings.secrets import Secret
from components.settings.stack_settings import read
from components.state_machines.made_up import made_up
from components.state_machines.render import state_names
from components.tool_folder import ToolFolder, read_tool_folder
from tests.components.configuration import CLAUDE, PROJECT, SECRET_ARN, assert_refused, declared, of_stack, raw

KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555"


def test_pulumi_yaml_declares_the_keys_that_settings_read_each_with_a_default_and_a_description_and_no_type() -> None:
    # With a type Pulumi would refuse a wrong value by itself, in words that hold no command.
    schema = declared()
    assert tuple(schema) == KEYS
    assert {key: sorted(entry) for key, entry in schema.items()} == {key: ["description", "value"] for key in KEYS}


def test_the_defaults_need_only_a_model_and_a_region() -> None:
    settings = read(raw())
    assert (settings.project, settings.stack, settings.region, settings.endpoints) == (PROJECT, "dev", "eu-west-1", {})
    assert settings.llm == Llm(
        (LlmTarget("anthropic/claude-sonnet-4-5", "anthropic"),), ("rate_limited", "unavailable", "timeout"), 120
    )
    assert settings.secrets == {"anthropic": Secret("anthropic", SECRET_ARN, None)}
    assert settings.agents == (AGENTS["sql"],)
    assert settings.target == Target("aws", "arm64")
    assert (settings.log_retention_days, settings.run_retention_days) == (30, 30)
    assert (settings.delete_data_on_destroy, settings.alarm_topic_arn) == (False, None)
    assert settings.tags == {"Project": PROJECT, "Stack": "dev"}


def test_everything_can_be_set() -> None:
    target = {
        "model": "hosted_vllm/mine",
        "secret": "vllm",
        "apiBase": "https://models.example/v1",
        "params": {"max_tokens": 100},
        "price": {"input": "0.5", "output": 2},
    }
    settings = read(
        raw(
            {
                "llm": {"targets": [target, CLAUDE], "fallbackOn": ["refused"], "timeoutSeconds": 840},
                "secrets": {"vllm": SECRET_ARN, "anthropic": SECRET_ARN},
                "architecture": "x86_64",
                "logRetentionDays": 3653,
                "runRetentionDays": 1,
                "deleteDataOnDestroy": True,
                "alarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:on-call",
                "permissionsBoundaryArn": "arn:aws:iam::123456789012:policy/teams/limit",
                "rolePath": "/agents/",
                "kmsKeyArn": KEY,
                "reservedConcurrency": {"call-llm": 20, "yfinance": 0},
                "logLevel": "WARN",
                "tracing": False,
                "namePrefix": "acme",
                "dataBucket": "acme-agents",
                "tags": {"CostCenter": 12, "Temporary": True, "Stack": "mine", "Straße": "東 京"},
            },
            endpoints=[{"s3": "http://127.0.0.1:1", "lambda": "http://127.0.0.1:2"}],
        )
    )
    first = LlmTarget("hosted_vllm/mine", "vllm", "https://models.example/v1", {"max_tokens": 100}, Price(0.5, 2.0))
    assert settings.llm.targets[0] == first
    assert (settings.llm.fallback_on, settings.llm.timeout_seconds) == (("refused",), 840)
    assert settings.secrets == {name: Secret(name, SECRET_ARN, None) for name in ("vllm", "anthropic")}
    assert settings.target == Target("aws", "x86_64")
    assert (settings.log_retention_days, settings.run_retention_days, settings.delete_data_on_destroy) == (3653, 1, True)
    assert settings.alarm_topic_arn == "arn:aws:sns:eu-west-1:123456789012:on-call"
    assert settings.tags == {
        "Project": PROJECT,
        "Stack": "mine",
        "CostCenter": "12",
        "Temporary": "true",
        "Straße": "東 京",
    }
    assert settings.endpoints == {"lambda": "http://127.0.0.1:2", "s3": "http://127.0.0.1:1"}


def test_a_name_prefix_takes_the_place_of_the_project_and_its_roles_names_have_to_fit() -> None:
    settings = read(raw({"namePrefix": "acme"}, stack="prod"))
    assert settings.physical_name("sql") == "acme-prod-sql"
    assert_refused(
        raw({"namePrefix": "a" * 20}, stack="b" * 20),
        f"the stack's name '{'b' * 20}' becomes a part of names in AWS",
        "1 to 15 letters, digits, _ and -",
        f"pulumi stack rename {'b' * 15} -s {'b' * 20}",
    )


def test_on_the_host_functions_are_built_for_the_host_whatever_the_architecture_says() -> None:
    config = raw({"packaging": "host", "architecture": "arm64"}, endpoints=[{"lambda": "http://127.0.0.1:1"}])
    assert read(config).target == Target("host", host_architecture())


def test_the_sandbox_is_closed_unless_the_stack_opens_it() -> None:
    assert read(raw()).sandbox_is_closed
    assert not read(raw({"sandboxNetwork": "open"})).sandbox_is_closed


def test_an_open_sandbox_is_warned_of_with_the_agents_that_run_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def sandboxed(name: str, needed_by: str) -> ToolFolder:
        return replace(read_tool_folder(name, needed_by), sandbox=name == "code-interpreter")

    monkeypatch.setattr(tool_folder, "read_tool_folder", sandboxed)
    agents = ["sql", "financial", "web-research"]
    secrets = {"anthropic": SECRET_ARN, "perplexity": SECRET_ARN}
    assert read(raw({"agents": agents, "secrets": secrets})).warnings == ()
    assert read(raw({"agents": agents, "secrets": secrets, "sandboxNetwork": "open"})).warnings == (
        "sandboxNetwork is open: the code that a model writes for sql, financial can send what the agent has read to anybody on "
        "the internet. To keep it in: pulumi config set sandboxNetwork closed -s dev",
    )


def test_names_in_aws_carry_the_project_and_the_stack() -> None:
    assert read(raw(stack="prod")).physical_name("sql") == "step-functions-agents-prod-sql"


WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # configuration, what is wrong, what is allowed, the command
    ({"colour": "red"}, "there is no setting 'colour'", ", ".join(KEYS), "pulumi config rm colour -s dev"),
    ({"agents": ["sqll"]}, "agents[0] is 'sqll'", "clustering", "pulumi config set --path 'agents[0]' sql -s dev"),
    (
        {"agents": [{"sql": True}]},
        "agents[0] is {'sql': True}",
        "clustering",
        "pulumi config set --path 'agents[0]' clustering -s dev",
    ),
    (
        {"agents": ["sql", "sql"]},
        "agents[1] is 'sql' for the second time",
        "each agent once",
        "pulumi config rm --path 'agents[1]' -s dev",
    ),
    (
        {"agents": []},
        "agents is empty",
        "a list of one or more of clustering",
        "pulumi config set --path 'agents[0]' clustering -s dev",
    ),
    (
        {"agents": "sql, financial"},
        "agents is not a list",
        "a list of one or more of clustering",
        "pulumi config rm agents -s dev && pulumi config set --path 'agents[0]' sql -s dev && "
        "pulumi config set --path 'agents[1]' financial -s dev",
    ),
    ({"packaging": "docker"}, "packaging is 'docker'", "aws, host", "pulumi config set packaging aws -s dev"),
    ({"packaging": None}, "packaging is not set", "aws, host", "pulumi config set packaging aws -s dev"),
    ({"architecture": "arm"}, "architecture is 'arm'", "arm64, x86_64", "pulumi config set architecture arm64 -s dev"),
    (
        {"logRetentionDays": 31},
        "logRetentionDays is '31'",
        "1, 3, 5, 7, 14, 30, 60",
        "pulumi config set logRetentionDays 30 -s dev",
    ),
    ({"runRetentionDays": -1}, "runRetentionDays is '-1'", "1 to 2,147,483,647", "pulumi config set runRetentionDays 30 -s dev"),
    (
        {"runRetentionDays": "two"},
        "runRetentionDays is 'two'",
        "1 to 2,147,483,647",
        "pulumi config set runRetentionDays 30 -s dev",
    ),
    (
        {"deleteDataOnDestroy": "maybe"},
        "deleteDataOnDestroy is 'maybe'",
        "false, true",
        "pulumi config set deleteDataOnDestroy false -s dev",
    ),
    ({"snapStart": "maybe"}, "snapStart is 'maybe'", "true, false", "pulumi config set snapStart true -s dev"),
    (
        {"sandboxNetwork": "Closed"},
        "sandboxNetwork is 'Closed'",
        "closed, open",
        "pulumi config set sandboxNetwork closed -s dev",
    ),
    (
        {"toolNetworks": {"default": {"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]}}},
        "toolNetworks.default.subnetIds has 1 ID",
        "IDs of 2 to 16 subnets of one VPC, like subnet-0a1b2c3d4e5f60718",
        "pulumi config set --path 'toolNetworks.default.subnetIds[1]' -s dev",
    ),
    (
        {"toolNetworks": {"default": {"subnetIds": ["a", "subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]}}},
        "toolNetworks.default.subnetIds[0] is 'a'",
        "IDs of 2 to 16 subnets of one VPC, like subnet-0a1b2c3d4e5f60718",
        "pulumi config set --path 'toolNetworks.default.subnetIds[0]' -s dev",
    ),
    (
        {"toolNetworks": {"default": {"subnetIds": ["subnet-0a1b2c3d"] * 2, "securityGroupIds": ["sg-0a1b2c3d"]}}},
        "toolNetworks.default.subnetIds[1] is 'subnet-0a1b2c3d' for the second time",
        "IDs of 2 to 16 subnets of one VPC",
        "pulumi config rm --path 'toolNetworks.default.subnetIds[1]' -s dev",
    ),
    (
        {"toolNetworks": {"default": {"subnetIds": ["subnet-0a1b2c3d", "subnet-0a1b2c3e"]}}},
        "toolNetworks.default.securityGroupIds has no IDs",
        "IDs of 1 to 5 security groups of the VPC, like sg-0a1b2c3d4e5f60718",
        "pulumi config set --path 'toolNetworks.default.securityGroupIds[0]' -s dev",
    ),
    (
        {"toolNetworks": {"default": {"subnetIds": ["subnet-0a1b2c3d", "subnet-0a1b2c3e"], "securityGroupIds": "sg-0a1b2c3d"}}},
        "toolNetworks.default.securityGroupIds is 'sg-0a1b2c3d'",
        "IDs of 1 to 5 security groups of the VPC",
        "pulumi config rm --path 'toolNetworks.default.securityGroupIds' -s dev",
    ),
    (
        {"toolNetworks": {"defualt": {"subnetIds": ["subnet-0a1b2c3d", "subnet-0a1b2c3e"], "securityGroupIds": ["sg-0a1b2c3d"]}}},
        "toolNetworks has a network for 'defualt' (default?)",
        "default",
        "pulumi config rm --path 'toolNetworks.defualt' -s dev && "
        "pulumi config set --path 'toolNetworks.default.subnetIds[0]' subnet-0a1b2c3d -s dev",
    ),
    (
        {"toolNetworks": {"default": ["subnet-0a1b2c3d"]}},
        'toolNetworks.default is ["subnet-0a1b2c3d"]',
        "an object of subnetIds, securityGroupIds",
        "pulumi config rm --path 'toolNetworks.default' -s dev",
    ),
    (
        {
            "toolNetworks": {
                "default": {
                    "subnetIds": ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
                    "securityGroupIds": ["sg-0a1b2c3d"],
                    "vpcId": "vpc-0a1b2c3d",
                }
            }
        },
        "toolNetworks.default has the unknown key 'vpcId'",
        "subnetIds, securityGroupIds",
        "pulumi config rm --path 'toolNetworks.default.vpcId' -s dev",
    ),
    (
        {"alarmTopicArn": "on-call"},
        "alarmTopicArn is 'on-call'",
        "the ARN of an SNS topic, arn:aws:sns:<region>:<account>:<topic>, or empty for no alarms",
        "pulumi config rm alarmTopicArn -s dev",
    ),
    (
        {"permissionsBoundaryArn": "limit"},
        "permissionsBoundaryArn is 'limit'",
        "the ARN of an IAM policy, arn:aws:iam::<account>:policy/<name>, or empty",
        "pulumi config rm permissionsBoundaryArn -s dev",
    ),
    ({"rolePath": "agents"}, "rolePath is 'agents'", "a path in IAM that begins", "pulumi config set rolePath /agents/ -s dev"),
    ({"rolePath": "a b"}, "rolePath is 'a b'", "a path in IAM that begins", "pulumi config set rolePath / -s dev"),
    (
        {"kmsKeyArn": KEY.replace("eu-west-1", "us-east-1")},
        f"kmsKeyArn is {KEY.replace('eu-west-1', 'us-east-1')!r}",
        "the ARN of a key in the stack's region, arn:aws:kms:eu-west-1:<account>:key/<id>, or empty",
        "pulumi config rm kmsKeyArn -s dev",
    ),
    (
        {"kmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:alias/agents"},
        "kmsKeyArn is 'arn:aws:kms:eu-west-1:123456789012:alias/agents', and an alias may come to mean another key",
        "the ARN of a key in the stack's region",
        "pulumi config rm kmsKeyArn -s dev",
    ),
    (
        {"reservedConcurrency": {"yfinanc": 5}},
        "reservedConcurrency has the function 'yfinanc' (yfinance?)",
        "call-llm, code-interpreter, db-interface",
        "pulumi config rm --path 'reservedConcurrency.yfinanc' -s dev && "
        "pulumi config set --path 'reservedConcurrency.yfinance' 5 -s dev",
    ),
    (
        {"reservedConcurrency": {"call-llm": -1}},
        "reservedConcurrency.call-llm is -1",
        "a whole number, 0 to 1,000,000",
        "pulumi config rm --path 'reservedConcurrency.call-llm' -s dev",
    ),
    ({"reservedConcurrency": 5}, "reservedConcurrency is not an object", "an object of numbers for", "pulumi config rm"),
    ({"logLevel": "info"}, "logLevel is 'info'", "INFO, DEBUG, WARN, ERROR", "pulumi config set logLevel INFO -s dev"),
    ({"tracing": "off"}, "tracing is 'off'", "true, false", "pulumi config set tracing false -s dev"),
    ({"namePrefix": "Acme"}, "namePrefix is 'Acme'", "1 to 20 lower-case letters", "pulumi config rm namePrefix -s dev"),
    ({"namePrefix": "acme-"}, "namePrefix is 'acme-'", "1 to 20 lower-case letters", "pulumi config rm namePrefix -s dev"),
    ({"dataBucket": "s3://acme"}, "dataBucket is 's3://acme'", "the name of a bucket", "pulumi config rm dataBucket -s dev"),
    (
        {"tags": ["a"]},
        "tags is not an object",
        "an object of names and texts",
        "pulumi config rm tags -s dev",
    ),
    (
        {"tags": {"aws:mine": "a"}},
        "tags has the name 'aws:mine'",
        "1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:",
        "pulumi config rm --path 'tags[\"aws:mine\"]' -s dev",
    ),
    (
        {"tags": {"a*": "b"}},
        "tags has the name 'a*'",
        "1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:",
        "pulumi config rm --path 'tags[\"a*\"]' -s dev",
    ),
    (
        {"tags": {"project": "a"}},
        "tags has 'project' beside 'Project'",
        "names that differ in more than capitals",
        "pulumi config rm --path 'tags.project' -s dev",
    ),
    (
        {"tags": {"Owner": ["a"]}},
        'tags.Owner is ["a"]',
        "a text of 256 letters, digits, spaces and _ . : / = + - @ or fewer",
        "pulumi config rm --path 'tags.Owner' -s dev",
    ),
    (
        {"tags": {"Owner": "a, b"}},
        "tags.Owner is 'a, b'",
        "a text of 256 letters, digits, spaces and _ . : / = + - @ or fewer",
        "pulumi config set --path 'tags.Owner' 'a b' -s dev",
    ),
    (
        {"tags": {f"t{at}": "" for at in range(49)}},
        "there are 51 tags, Project and Stack among them",
        "50 or fewer",
        "pulumi config rm --path 'tags.t48' -s dev",
    ),
]


@pytest.mark.parametrize(("config", "problem", "allowed", "command"), WRONG, ids=[problem for _, problem, _, _ in WRONG])
def test_a_wrong_value_is_named_with_what_is_allowed_and_the_command_that_sets_it_right(
    config: dict[str, Any], problem: str, allowed: str, command: str
) -> None:
    assert_refused(raw(config), problem, allowed, command)


def test_a_stack_without_a_region_is_told_the_command() -> None:
    with pytest.raises(SettingsError, match=r"aws:region is not set.*pulumi config set aws:region eu-west-1 -s dev"):
        read(raw(region=None))


def test_the_commands_are_those_of_the_program_that_the_person_runs() -> None:
    config = replace(raw({"logRetentionDays": 8, "colour": "red"}, stack="with.dot"), pulumi="./agent pulumi")
    with pytest.raises(SettingsError) as error:
        read(config)
    commands = [problem.partition(". This sets it right: ")[2] for problem in str(error.value).split("\n- ")[1:]]
    assert commands == [
        "./agent pulumi config rm colour -s with.dot",
        "./agent pulumi config set logRetentionDays 30 -s with.dot",
        "./agent pulumi stack rename with-dot -s with.dot",
    ]


def test_endpoints_that_are_no_objects_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"aws:endpoints\[0\] is 'http://x'\. Allowed: a list of objects of services and URLs"):
        read(raw(endpoints=["http://x"]))


def test_the_name_of_the_caller_has_to_fit_where_no_tool_has_a_longer_one() -> None:
    small = replace(AGENTS["sql"], tools=())
    with pytest.raises(SettingsError, match=r"the stack's name 's{34}' .* Allowed: 1 to 33 letters"):
        read(raw(stack="s" * 34), {"sql": small})


class OneBroken(dict):
    """Agents, of which the file of one has a fault."""

    def __getitem__(self, name: str) -> Agent:
        if name == "financial":
            raise AgentFileError("agents/financial.py, line 7: NameError: x")
        return super().__getitem__(name)


def test_an_agent_whose_file_cannot_be_used_is_named_and_keeps_no_other_from_being_deployed() -> None:
    available = OneBroken(AGENTS)
    assert read(raw({"agents": ["sql"]}), available).agents == (AGENTS["sql"],)
    with pytest.raises(SettingsError) as error:
        read(raw({"agents": ["sql", "financial"]}), available)
    assert str(error.value).split("\n- ")[1:] == [
        "agents[1] is 'financial', which can't be used: agents/financial.py, line 7: NameError: x. Allowed: an agent without a "
        "fault: mend it, or leave it out. This sets it right: pulumi config rm --path 'agents[1]' -s dev"
    ]


@pytest.mark.parametrize("state", sorted(name for name in state_names() if TOOL_NAME.fullmatch(name)))
def test_a_tool_with_the_name_of_a_state_of_the_loop_is_refused_with_its_agent(state: str) -> None:
    sql = AGENTS["sql"]
    available = {**AGENTS, "sql": replace(sql, tools=(replace(sql.tools[0], name=state), *sql.tools[1:]))}
    with pytest.raises(SettingsError) as error:
        read(raw({"agents": ["financial", "sql"]}), available)
    assert str(error.value).split("\n- ")[1:] == [
        f"agents[1] is 'sql', which can't be used: its tool {state!r} has the name of a state of the loop, and each tool is a "
        f"state. Rename it in lambda/tools/{sql.folders[0]}/tools.json; taken are {', '.join(sorted(state_names()))}. "
        "Allowed: an agent without a fault: mend it, or leave it out. "
        "This sets it right: pulumi config rm --path 'agents[1]' -s dev"
    ]


def test_the_states_of_the_loop_are_those_of_the_state_machine_itself() -> None:
    rendered = json.dumps(made_up(AGENTS["sql"]))
    assert all(json.dumps(name) in rendered for name in state_names())
    assert {"Begin", "Answer", "Call LLM", "Which tool"} <= state_names()


def test_an_agent_brings_those_that_it_calls_and_comes_after_them() -> None:
    sql, financial = AGENTS["sql"], AGENTS["financial"]
    boss = replace(sql, name="boss", tools=(AgentTool(financial), AgentTool(sql)), sends_data_out="It is meant.")
    settings = read(raw({"agents": ["boss", "sql"]}), {**AGENTS, "boss": boss})
    assert settings.agents == (financial, sql, boss)
    assert "yfinance" in settings.tool_folders


@pytest.mark.parametrize(("region", "fits"), [("eu-west-1", True), ("us-east-1", False)])
def test_an_agent_of_another_region_is_refused_before_anything_is_built(region: str, fits: bool) -> None:
    arn = f"arn:aws:states:{region}:123456789012:stateMachine:theirs"
    theirs = AgentTool(arn=arn, name="theirs", description="Asks theirs.", reads_data=False, sends_out=False)
    available = {**AGENTS, "boss": replace(AGENTS["sql"], name="boss", tools=(theirs,))}
    if fits:
        assert [agent.name for agent in read(raw({"agents": ["boss"]}), available).agents] == ["boss"]
        return
    with pytest.raises(
        SettingsError, match=f"the tool 'theirs' is the state machine {arn}, of the region us-east-1: allowed is one"
    ):
        read(raw({"agents": ["boss"]}), available)


def test_an_agent_whose_prompt_leaves_no_room_is_refused_before_anything_is_created() -> None:
    available = {**AGENTS, "sql": replace(AGENTS["sql"], system_prompt="x" * 30_000)}
    with pytest.raises(SettingsError, match=r"agents\[0\] is 'sql', which can't be used: .* 24,576 are allowed"):
        read(raw({"agents": ["sql", "financial"]}), available)


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read(raw({"agents": ["x"], "packaging": "y", "logRetentionDays": 2}))
    problems = str(error.value).split("\n- ")[1:]
    assert [problem.split(" is ")[0] for problem in problems] == ["agents[0]", "packaging", "logRetentionDays"]


@pytest.mark.parametrize("stack", ["s" * 26, "with.dot"])
def test_a_stack_whose_name_does_not_fit_into_names_of_aws_is_refused(stack: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"the stack's name '{stack}' .* Allowed: 1 to 25 letters, digits, _ and -\..*pulumi stack rename"
    ):
        read(raw(stack=stack))


def test_the_committed_stacks_are_right() -> None:
    local = read(of_stack("local"))
    assert local.target.packaging == "host"
    assert local.llm.targets[0].api_base == "http://127.0.0.1:4568/anthropic"
    assert all(url.startswith("http://127.0.0.1:") for url in local.endpoints.values())
    dev = read(of_stack("dev", secrets={"anthropic": "sk-from-pulumi-config-set"}))
    assert (dev.target, dev.endpoints) == (Target("aws", "arm64"), {})
    assert [target.secret for target in dev.llm.targets] == ["anthropic"]
    prod = read(of_stack("prod", secrets={"openai": "sk-from-pulumi-config-set"}))
    assert [(target.provider, target.secret) for target in prod.llm.targets] == [("bedrock", None), ("openai", "openai")]
    assert (dev.snap_start, prod.snap_start) == (False, True)
    assert (prod.log_retention_days, prod.run_retention_days) == (365, 90)


@pytest.mark.parametrize(("stack", "key"), [("dev", "anthropic"), ("prod", "openai")])
def test_a_stack_in_aws_asks_for_its_key_first(stack: str, key: str) -> None:
    with pytest.raises(SettingsError, match=rf"pulumi config set --secret --path 'secrets\.{key}' -s {stack}"):
        read(of_stack(stack))


@pytest.mark.parametrize(
    ("given", "region", "expected"),
    [
        ({}, "eu-west-1", True),
        ({"snapStart": False}, "eu-west-1", False),
        ({}, "ap-southeast-6", False),
        ({}, "us-gov-west-1", False),
        ({}, "cn-north-1", False),
    ],
)
def test_the_caller_starts_from_a_snapshot_where_aws_has_them(given: dict[str, Any], region: str, expected: bool) -> None:
    target = {"model": "bedrock/amazon.nova-pro-v1:0"}
    assert read(raw({"llm": {"targets": [target]}, "secrets": {}, **given}, region=region)).snap_start is expected
