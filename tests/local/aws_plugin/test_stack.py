"""A stack's life under the real engine: made, left alone, drifted, changed, destroyed. One story, many questions about it."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from local.aws_plugin.catalog import RESOURCE_TYPES

from .conftest import Project, Run

PROGRAM = """
import json, os
import pulumi
import pulumi_aws as aws

SECRET = pulumi.Output.secret("correct horse battery staple")
STAGE = os.environ["STAGE"]
CHANGED = STAGE == "changed"

def allow(principal):
    statement = {"Effect": "Allow", "Principal": {"Service": principal}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

data = aws.s3.Bucket("Data", force_destroy=True, tags={"team": "b" if CHANGED else "a"})
aws.s3.BucketServerSideEncryptionConfiguration("encryption", bucket=data.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}])
aws.s3.BucketPublicAccessBlock("access", bucket=data.id, block_public_acls=True, block_public_policy=True)
aws.s3.BucketOwnershipControls("ownership", bucket=data.id, rule={"object_ownership": "BucketOwnerEnforced"})
aws.s3.BucketPolicy("tls", bucket=data.id, policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": pulumi.Output.concat(data.arn, "/*"),
     "Condition": {"StringEquals": {"aws:username": "nobody"}}}]}))
aws.s3.BucketLifecycleConfiguration("expiry", bucket=data.id,
    rules=[{"id": "runs", "status": "Enabled", "filter": {"prefix": "runs/"}, "expiration": {"days": 7}}])
code = aws.s3.BucketObjectv2("code", bucket=data.id, key=f"packages/{STAGE == 'changed'}.zip",
    source=pulumi.FileAsset("code.zip"))
aws.s3.BucketObjectv2("note", bucket=data.id, key="note.txt", content="hello", content_type="text/plain")

role = aws.iam.Role("worker", assume_role_policy=allow("lambda.amazonaws.com"))
aws.iam.RolePolicy("reads", role=role.id, policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": pulumi.Output.concat(data.arn, "/*")}]}))
zones = aws.get_availability_zones_output(state="available")
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/24", enable_dns_support=False)
table = aws.ec2.DefaultRouteTable("table", default_route_table_id=vpc.default_route_table_id, routes=[])
aws.ec2.DefaultSecurityGroup("closed", vpc_id=vpc.id, ingress=[], egress=[])
subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/25", availability_zone=zones.names[0])
s3 = aws.ec2.VpcEndpoint("s3", vpc_id=vpc.id, service_name="com.amazonaws.us-east-1.s3", route_table_ids=[table.id],
    policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": pulumi.Output.concat(data.arn, "/*")}]}))
to_s3 = aws.ec2.SecurityGroup("to-s3", vpc_id=vpc.id, ingress=[],
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "prefix_list_ids": [s3.prefix_list_id]}])

group = aws.cloudwatch.LogGroup("group", name="/aws/lambda/worker", retention_in_days=7)
function = aws.lambda_.Function("function", role=role.arn, runtime="python3.12", handler="index.handler",
    s3_bucket=data.id, s3_key=code.key, memory_size=512 if CHANGED else 256, environment={"variables": {"KEY": SECRET}},
    logging_config={"log_format": "JSON", "log_group": group.name}, tracing_config={"mode": "Active"},
    vpc_config={"subnet_ids": [subnet.id], "security_group_ids": [to_s3.id]})
aws.lambda_.Alias("live", function_name=function.name, function_version="$LATEST")
aws.cloudwatch.LogMetricFilter("fell-over", log_group_name=group.name, pattern="{ $.fell_over IS TRUE }",
    metric_transformation={"name": "fell-over", "namespace": "Tests", "value": "1"})
machine = aws.sfn.StateMachine("machine", role_arn=role.arn, tracing_configuration={"enabled": True},
    definition=json.dumps({"QueryLanguage": "JSONata", "StartAt": "End", "States": {"End": {"Type": "Succeed"}}},
                          indent=4 if CHANGED else None),
    logging_configuration={"level": "ALL", "log_destination": pulumi.Output.concat(group.arn, ":*")})
aws.cloudwatch.LogGroup("news", name="renamed" if CHANGED else "named")
aws.cloudwatch.MetricAlarm("alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1, threshold=0,
    metric_name="ExecutionsFailed", namespace="AWS/States", period=300, statistic="Sum",
    dimensions={"StateMachineArn": machine.arn},
    alarm_actions=["arn:aws:sns:us-east-1:000000000000:" + ("night" if CHANGED else "day")])
secret = aws.secretsmanager.Secret("secret", recovery_window_in_days=0)
aws.secretsmanager.SecretVersion("value", secret_id=secret.id, secret_string=SECRET)
aws.scheduler.Schedule("morning", schedule_expression="cron(0 7 * * ? *)", flexible_time_window={"mode": "OFF"},
    target={"arn": machine.arn, "role_arn": role.arn, "input": "{}"})

aws.dynamodb.Table("orders", attributes=[{"name": "id", "type": "S"}], hash_key="id", billing_mode="PAY_PER_REQUEST",
    ttl={"attribute_name": "expires", "enabled": True}, point_in_time_recovery={"enabled": True})
queue = aws.sqs.Queue("queue", visibility_timeout_seconds=60)
aws.sqs.QueuePolicy("sends", queue_url=queue.id, policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": queue.arn}]}))
topic = aws.sns.Topic("topic", display_name="Alarms")
aws.sns.TopicPolicy("publishes", arn=topic.arn, policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sns:Publish", "Resource": topic.arn}]}))
aws.sns.TopicSubscription("subscription", topic=topic.arn, protocol="sqs", endpoint=queue.arn)
bus = aws.cloudwatch.EventBus("bus")
rule = aws.cloudwatch.EventRule("rule", event_bus_name=bus.name, event_pattern=json.dumps({"source": ["shop"]}))
aws.cloudwatch.EventTarget("target", rule=rule.name, event_bus_name=bus.name, arn=queue.arn)
aws.cloudwatch.EventConnection("rates", authorization_type="API_KEY",
    auth_parameters={"api_key": {"key": "x-api-key", "value": SECRET}})
key = aws.kms.Key("key", description="Encrypts the story", deletion_window_in_days=7)
aws.kms.Alias("key-alias", name="alias/story", target_key_id=key.key_id)
aws.ssm.Parameter("parameter", type="SecureString", value=SECRET, key_id=key.arn)
aws.lambda_.Permission("rule-calls", function=function.name, action="lambda:InvokeFunction", principal="events.amazonaws.com",
    source_arn=rule.arn)

pulumi.export("account", aws.get_caller_identity_output().account_id)
"""


@dataclass(frozen=True)
class Story:
    created: Run
    state: dict[str, dict[str, Any]]
    state_text: str
    again: Run
    changed: Run
    state_after: dict[str, dict[str, Any]]
    destroyed: Run
    left: set[str]


@pytest.fixture(scope="module")
def story(new_project: Callable[[], Project], client: Callable[[str], Any]) -> Story:
    before = _everything(client)
    project = new_project()
    project.write(PROGRAM)
    project.set_config({"defaultTags": {"tags": {"project": "story"}}})
    with zipfile.ZipFile(project.folder / "code.zip", "w") as code:
        code.writestr("index.py", "def handler(event, context):\n    return event\n")
    created = project.up(STAGE="new")
    assert created.ok, created.text
    state, text = project.resources(), project.state_text()
    again = project.up("--skip-preview", "--refresh", "--expect-no-changes", STAGE="new")
    # Someone else deletes a policy, and lets logs live for ever.
    role, policy = state["reads"]["id"].split(":")
    client("iam").delete_role_policy(RoleName=role, PolicyName=policy)
    client("logs").delete_retention_policy(logGroupName="/aws/lambda/worker")
    changed = project.up("--skip-preview", "--refresh", STAGE="changed")
    after = project.resources()
    destroyed = project.run("destroy", "--yes", "--skip-preview", STAGE="changed")
    return Story(created, state, text, again, changed, after, destroyed, _everything(client) - before)


def _everything(client: Callable[[str], Any]) -> set[str]:
    """All that is in the emulators, by ARN or by name."""
    return {
        *(one["Name"] for one in client("s3").list_buckets()["Buckets"]),
        *(one["Arn"] for one in client("iam").list_roles()["Roles"]),
        *(one["FunctionArn"] for one in client("lambda").list_functions()["Functions"]),
        *(one["arn"] for one in client("logs").describe_log_groups()["logGroups"]),
        *(one["stateMachineArn"] for one in client("stepfunctions").list_state_machines()["stateMachines"]),
        *(one["AlarmArn"] for one in client("cloudwatch").describe_alarms()["MetricAlarms"]),
        *(one["ARN"] for one in client("secretsmanager").list_secrets()["SecretList"]),
        *(one["Arn"] for one in client("scheduler").list_schedules()["Schedules"]),
        *client("dynamodb").list_tables()["TableNames"],
        *client("sqs").list_queues().get("QueueUrls", []),
        *(one["TopicArn"] for one in client("sns").list_topics()["Topics"]),
        *(one["SubscriptionArn"] for one in client("sns").list_subscriptions()["Subscriptions"]),
        *(one["Arn"] for one in client("events").list_event_buses()["EventBuses"]),
        *(one["ConnectionArn"] for one in client("events").list_connections()["Connections"]),
        *(one["AliasName"] for one in client("kms").list_aliases()["Aliases"]),
        *(one["Name"] for one in client("ssm").describe_parameters()["Parameters"]),
        *(one["VpcId"] for one in client("ec2").describe_vpcs()["Vpcs"]),
        *(one["SubnetId"] for one in client("ec2").describe_subnets()["Subnets"]),
        *(one["GroupId"] for one in client("ec2").describe_security_groups()["SecurityGroups"]),
        *(one["RouteTableId"] for one in client("ec2").describe_route_tables()["RouteTables"]),
        *(one["VpcEndpointId"] for one in client("ec2").describe_vpc_endpoints()["VpcEndpoints"]),
    }


def test_a_preview_shows_every_resource_though_nothing_is_known_yet(story: Story) -> None:
    preview = story.created.text.partition("Updating (test)")[0]
    assert {name for name in story.state if f" {name} create" in preview} == set(story.state)


def test_every_type_that_the_provider_knows_is_made_by_the_engine(story: Story) -> None:
    assert {one["type"] for one in story.state.values()} == set(RESOURCE_TYPES)
    assert story.created.operations() == {name: ["create"] for name in story.state}


def test_a_resource_without_a_name_gets_its_logical_name_and_seven_digits(story: Story) -> None:
    stem, digits = story.state["worker"]["outputs"]["name"].rsplit("-", 1)
    assert stem == "worker"
    assert len(digits) == 7
    assert set(digits) <= set("0123456789abcdef")
    assert story.state["Data"]["id"].startswith("data-")


def test_outputs_have_the_values_that_other_resources_are_wired_with(story: Story) -> None:
    bucket, function, machine = (story.state[name]["outputs"] for name in ("Data", "function", "machine"))
    assert bucket["arn"] == f"arn:aws:s3:::{bucket['bucket']}"
    assert bucket["bucketRegionalDomainName"] == f"{bucket['bucket']}.s3.us-east-1.amazonaws.com"
    assert function["arn"] == f"arn:aws:lambda:us-east-1:000000000000:function:{function['name']}"
    assert machine["arn"] == story.state["machine"]["id"]
    assert machine["arn"].endswith(f":stateMachine:{machine['name']}")


def test_a_function_answers_who(story: Story) -> None:
    outputs = [one for one in json.loads(story.state_text)["deployment"]["resources"] if one["type"] == "pulumi:pulumi:Stack"]
    assert outputs[0]["outputs"] == {"account": "000000000000"}


def test_default_tags_are_on_everything_that_takes_tags(story: Story) -> None:
    assert story.state["Data"]["outputs"]["tagsAll"] == {"project": "story", "team": "a"}
    assert story.state["machine"]["outputs"]["tagsAll"] == {"project": "story"}


def test_a_secret_is_in_no_readable_place_of_the_state(story: Story) -> None:
    assert "correct horse" not in story.state_text
    for one in (
        story.state["value"]["outputs"]["secretString"],
        story.state["function"]["outputs"]["environment"],
        story.state["rates"]["outputs"]["authParameters"],
        story.state["parameter"]["outputs"]["value"],
    ):
        assert "ciphertext" in json.dumps(one)


def test_a_second_up_with_a_refresh_changes_nothing(story: Story) -> None:
    assert story.again.ok, story.again.text
    kinds = {operation for operations in story.again.operations().values() for operation in operations}
    assert kinds == {"refresh", "same"}


def test_what_was_deleted_by_someone_else_is_made_again(story: Story) -> None:
    assert story.changed.ok, story.changed.text
    assert story.changed.operations()["reads"] == ["refresh", "create"]


def test_what_was_changed_by_someone_else_is_put_back(story: Story) -> None:
    assert story.changed.operations()["group"] == ["refresh", "update"]
    assert story.changed.steps["group"][1].differences == {"retentionInDays": "update"}


def test_an_update_changes_what_differs_and_nothing_else(story: Story) -> None:
    steps = {name: steps[-1] for name, steps in story.changed.steps.items()}
    assert {name for name, step in steps.items() if step.op == "update"} == {"Data", "alarm", "function", "group"}
    assert steps["Data"].differences == {"tags.team": "update"}
    assert steps["function"].differences == {"memorySize": "update", "s3Key": "update"}
    assert story.state_after["function"]["outputs"]["memorySize"] == 512
    assert story.state_after["Data"]["outputs"]["tags"] == {"project": "story", "team": "b"}


def test_a_definition_that_is_only_written_otherwise_is_no_change(story: Story) -> None:
    assert story.changed.operations()["machine"] == ["refresh", "same"]


def test_what_aws_cannot_change_in_place_is_made_anew_before_the_old_one_goes(story: Story) -> None:
    assert story.changed.operations()["news"] == ["refresh", "create-replacement", "replace", "delete-replaced"]
    assert story.changed.steps["news"][1].replaces == ("name",)
    assert story.changed.steps["news"][1].differences == {"name": "update-replace"}
    assert story.state_after["news"]["id"] == "renamed"


def test_names_stay_when_resources_change(story: Story) -> None:
    kept = [name for name in story.state if name not in ("news", "code", "reads")]
    assert {name: story.state[name]["id"] for name in kept} == {name: story.state_after[name]["id"] for name in kept}


def test_destroy_leaves_nothing(story: Story) -> None:
    assert story.destroyed.ok, story.destroyed.text
    assert {operation for operations in story.destroyed.operations().values() for operation in operations} == {"delete"}
    assert story.left == set()
