"""Each resource type against the emulators: what is asked for is there, is read back as asked, changes, and goes."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from local.aws_plugin.catalog import RESOURCE_TYPES
from local.aws_plugin.errors import AwsError, PartlyCreatedError, UnsupportedError
from local.aws_plugin.input_types import resource_outputs
from local.aws_plugin.naming import Proposal
from local.aws_plugin.provider import Provider
from local.aws_plugin.wire import UNKNOWN, Asset

Values = dict[str, Any]

CODE = Asset(archive=True, assets=(("index.py", Asset(text="def handler(event, context):\n    return event\n")),))
MACHINE = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'


def _policy(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})


TRUST = _policy(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole")


@dataclass(frozen=True)
class Example:
    """A resource as it is made, and what is changed about it then; None takes an input away."""

    inputs: Values
    change: Values


EXAMPLES = {
    "aws:s3/bucket:Bucket": Example({"tags": {"a": "1"}, "forceDestroy": True}, {"tags": None}),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": Example(
        {"bucket": "{bucket}", "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
        {
            "rules": [
                {
                    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "alias/aws/s3"},
                    "bucketKeyEnabled": True,
                }
            ]
        },
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": Example(
        {"bucket": "{bucket}", "blockPublicAcls": True, "blockPublicPolicy": True},
        {"blockPublicAcls": False, "restrictPublicBuckets": True},
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": Example(
        {"bucket": "{bucket}", "rule": {"objectOwnership": "BucketOwnerEnforced"}},
        {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
    ),
    "aws:s3/bucketPolicy:BucketPolicy": Example(
        {
            "bucket": "{bucket}",
            "policy": _policy(Principal={"AWS": "*"}, Action="s3:GetObject", Resource="arn:aws:s3:::{bucket}/*"),
        },
        {"policy": _policy(Principal={"AWS": "*"}, Action="s3:PutObject", Resource="arn:aws:s3:::{bucket}/*")},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": Example(
        {
            "bucket": "{bucket}",
            "rules": [
                {"id": "runs", "status": "Enabled", "filter": {"prefix": "runs/"}, "expiration": {"days": 7}},
                {"id": "parts", "status": "Enabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 1}},
            ],
        },
        {
            "rules": [
                {
                    "id": "tagged",
                    "status": "Disabled",
                    "filter": {"and": {"prefix": "runs/", "tags": {"keep": "no"}}},
                    "noncurrentVersionExpiration": {"noncurrentDays": 3},
                    "transitions": [{"days": 30, "storageClass": "GLACIER"}],
                }
            ]
        },
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": Example(
        {"bucket": "{bucket}", "key": "a/b c.txt", "content": "hello", "contentType": "text/plain", "tags": {"a": "1"}},
        {"content": "bye", "tags": {"b": "2"}, "metadata": {"by": "test"}},
    ),
    "aws:iam/role:Role": Example(
        {"assumeRolePolicy": TRUST, "description": "a role", "maxSessionDuration": 7200, "path": "/tests/", "tags": {"a": "1"}},
        {"assumeRolePolicy": TRUST.replace("lambda", "states"), "description": None, "tags": {"b": "2"}},
    ),
    "aws:iam/rolePolicy:RolePolicy": Example(
        {"role": "{role}", "policy": _policy(Action="s3:GetObject", Resource="*")},
        {"policy": _policy(Action=["s3:PutObject"], Resource="*")},
    ),
    "aws:kms/key:Key": Example(
        {
            "description": "for the orders",
            "deletionWindowInDays": 7,
            "enableKeyRotation": True,
            "policy": _policy(Principal={"AWS": "arn:aws:iam::000000000000:root"}, Action="kms:*", Resource="*"),
            "tags": {"a": "1"},
        },
        {"description": None, "enableKeyRotation": None, "isEnabled": False, "tags": {"b": "2"}},
    ),
    "aws:kms/alias:Alias": Example({"name": "alias/{bucket}", "targetKeyId": "{key}"}, {"targetKeyId": "{other_key_arn}"}),
    "aws:ssm/parameter:Parameter": Example(
        {"type": "SecureString", "value": "one", "description": "a text", "tags": {"a": "1"}},
        {"value": "two", "description": None, "tags": {"b": "2"}},
    ),
    "aws:cloudwatch/logGroup:LogGroup": Example(
        {"retentionInDays": 7, "tags": {"a": "1"}}, {"retentionInDays": None, "tags": {"b": "2"}}
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Example(
        {
            "logGroupName": "{bucket}",
            "pattern": "{ $.fell_over IS TRUE }",
            "metricTransformation": {"name": "fell-over", "namespace": "Tests", "value": "1"},
        },
        {"pattern": "{ $.fell_over IS FALSE }"},
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Example(
        {
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 1,
            "metricName": "ExecutionsFailed",
            "namespace": "AWS/States",
            "period": 300,
            "statistic": "Sum",
            "threshold": 0,
            "dimensions": {"StateMachineArn": "arn"},
            "tags": {"a": "1"},
        },
        {"threshold": 2.5, "treatMissingData": "notBreaching", "tags": {"b": "2"}},
    ),
    "aws:lambda/function:Function": Example(
        {
            "code": CODE,
            "handler": "index.handler",
            "runtime": "python3.12",
            "role": "{role_arn}",
            "architectures": ["arm64"],
            "environment": {"variables": {"A": "1"}},
            "ephemeralStorage": {"size": 1024},
            "loggingConfig": {"logFormat": "JSON", "logGroup": "/tests/group"},
            "publish": True,
            "tracingConfig": {"mode": "Active"},
            "vpcConfig": {"subnetIds": ["{subnet}"], "securityGroupIds": ["{group}"]},
            "tags": {"a": "1"},
        },
        {"memorySize": 512, "environment": None, "reservedConcurrentExecutions": 2, "vpcConfig": None, "tags": {"b": "2"}},
    ),
    "aws:lambda/alias:Alias": Example(
        {"name": "live", "functionName": "{function}", "functionVersion": "1", "description": "the one"},
        {"functionVersion": "2", "description": None},
    ),
    "aws:sfn/stateMachine:StateMachine": Example(
        {
            "roleArn": "{role_arn}",
            "definition": MACHINE,
            "loggingConfiguration": {"level": "ALL", "includeExecutionData": True, "logDestination": "{group_arn}:*"},
            "tracingConfiguration": {"enabled": True},
            "tags": {"a": "1"},
        },
        {"definition": MACHINE.replace("Succeed", "Fail"), "tracingConfiguration": None, "tags": {"b": "2"}},
    ),
    "aws:secretsmanager/secret:Secret": Example(
        {"description": "a key", "recoveryWindowInDays": 0, "tags": {"a": "1"}}, {"description": "the key", "tags": {"b": "2"}}
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Example({"secretId": "{secret}", "secretString": "s3cret"}, {}),
    "aws:scheduler/schedule:Schedule": Example(
        {
            "scheduleExpression": "cron(0 7 * * ? *)",
            "scheduleExpressionTimezone": "Europe/Rome",
            "flexibleTimeWindow": {"mode": "FLEXIBLE", "maximumWindowInMinutes": 5},
            "target": {"arn": "arn:aws:lambda:us-east-1:000000000000:function:f", "roleArn": "{role_arn}", "input": "{}"},
        },
        {"state": "DISABLED", "scheduleExpressionTimezone": None, "flexibleTimeWindow": {"mode": "OFF"}},
    ),
    "aws:dynamodb/table:Table": Example(
        {
            "attributes": [{"name": "id", "type": "S"}, {"name": "at", "type": "N"}, {"name": "who", "type": "S"}],
            "billingMode": "PAY_PER_REQUEST",
            "hashKey": "id",
            "rangeKey": "at",
            "globalSecondaryIndexes": [{"name": "by-who", "hashKey": "who", "rangeKey": "at", "projectionType": "ALL"}],
            "localSecondaryIndexes": [{"name": "of-who", "rangeKey": "who", "projectionType": "KEYS_ONLY"}],
            "pointInTimeRecovery": {"enabled": True},
            "ttl": {"attributeName": "expires", "enabled": True},
            "tags": {"a": "1"},
        },
        {
            "billingMode": "PROVISIONED",
            "readCapacity": 2,
            "writeCapacity": 1,
            "globalSecondaryIndexes": [
                {
                    "name": "by-time",
                    "hashKey": "who",
                    "projectionType": "INCLUDE",
                    "nonKeyAttributes": ["text"],
                    "readCapacity": 1,
                    "writeCapacity": 1,
                }
            ],
            "pointInTimeRecovery": None,
            "serverSideEncryption": {"enabled": True},
            "streamEnabled": True,
            "streamViewType": "KEYS_ONLY",
            "tags": {"b": "2"},
            "ttl": None,
        },
    ),
    "aws:sqs/queue:Queue": Example(
        {
            "visibilityTimeoutSeconds": 60,
            "redrivePolicy": json.dumps({"deadLetterTargetArn": "{queue_arn}", "maxReceiveCount": 3}),
            "tags": {"a": "1"},
        },
        {"visibilityTimeoutSeconds": None, "messageRetentionSeconds": 3600, "redrivePolicy": None, "tags": {"b": "2"}},
    ),
    "aws:sqs/queuePolicy:QueuePolicy": Example(
        {"queueUrl": "{queue}", "policy": _policy(Principal={"AWS": "*"}, Action="sqs:SendMessage", Resource="{queue_arn}")},
        {"policy": _policy(Principal={"AWS": "*"}, Action="sqs:ReceiveMessage", Resource="{queue_arn}")},
    ),
    "aws:sns/topic:Topic": Example({"displayName": "Alarms", "tags": {"a": "1"}}, {"displayName": None, "tags": {"b": "2"}}),
    "aws:sns/topicPolicy:TopicPolicy": Example(
        {"arn": "{topic}", "policy": _policy(Principal={"AWS": "*"}, Action="sns:Publish", Resource="{topic}")},
        {"policy": _policy(Principal={"AWS": "*"}, Action="sns:Subscribe", Resource="{topic}")},
    ),
    "aws:sns/topicSubscription:TopicSubscription": Example(
        {"topic": "{topic}", "protocol": "sqs", "endpoint": "{queue_arn}", "filterPolicy": json.dumps({"kind": ["alarm"]})},
        {"filterPolicy": json.dumps({"kind": ["alarm", "approval"]}), "rawMessageDelivery": True},
    ),
    "aws:cloudwatch/eventBus:EventBus": Example(
        {"description": "orders", "tags": {"a": "1"}}, {"description": "all orders", "tags": {"b": "2"}}
    ),
    "aws:cloudwatch/eventRule:EventRule": Example(
        {"eventPattern": json.dumps({"source": ["shop"]}), "description": "orders", "tags": {"a": "1"}},
        {"eventPattern": json.dumps({"source": ["shop", "desk"]}), "state": "DISABLED", "tags": {"b": "2"}},
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Example(
        {"rule": "{rule}", "arn": "{queue_arn}", "input": json.dumps({"prompt": "What was sold?"})},
        {"input": None, "inputTransformer": {"inputPaths": {"id": "$.id"}, "inputTemplate": '{"prompt": <id>}'}},
    ),
    "aws:cloudwatch/eventConnection:EventConnection": Example(
        {"authorizationType": "API_KEY", "authParameters": {"apiKey": {"key": "x-api-key", "value": "a"}}, "description": "fx"},
        {"authorizationType": "BASIC", "authParameters": {"basic": {"username": "u", "password": "p"}}, "description": None},
    ),
    "aws:lambda/permission:Permission": Example(
        {
            "function": "{function}",
            "action": "lambda:InvokeFunction",
            "principal": "events.amazonaws.com",
            "sourceArn": "arn:aws:events:us-east-1:000000000000:rule/daily",
        },
        {},
    ),
    "aws:ec2/vpc:Vpc": Example(
        {"cidrBlock": "10.0.0.0/24", "enableDnsSupport": False, "tags": {"a": "1"}},
        {"enableDnsSupport": True, "enableDnsHostnames": True, "tags": {"b": "2"}},
    ),
    "aws:ec2/subnet:Subnet": Example(
        {"vpcId": "{vpc}", "cidrBlock": "10.0.0.0/28", "availabilityZone": "us-east-1b", "tags": {"a": "1"}},
        {"mapPublicIpOnLaunch": True, "tags": {"b": "2"}},
    ),
    "aws:ec2/defaultRouteTable:DefaultRouteTable": Example(
        {"defaultRouteTableId": "{route_table}", "routes": [], "tags": {"a": "1"}}, {"tags": {"b": "2"}}
    ),
    "aws:ec2/securityGroup:SecurityGroup": Example(
        {
            "vpcId": "{vpc}",
            "description": "to S3",
            "ingress": [],
            "egress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListIds": ["pl-1"]}],
            "tags": {"a": "1"},
        },
        {
            "ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 81, "cidrBlocks": ["10.0.0.0/24"]}],
            "egress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListIds": ["pl-2"]}],
            "tags": {"b": "2"},
        },
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Example(
        {"vpcId": "{vpc}", "ingress": [], "egress": [], "tags": {"a": "1"}},
        {"egress": [{"protocol": "udp", "fromPort": 53, "toPort": 53, "cidrBlocks": ["10.0.0.2/32"]}], "tags": None},
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Example(
        {
            "vpcId": "{vpc}",
            "serviceName": "com.amazonaws.us-east-1.s3",
            "routeTableIds": ["{route_table}"],
            "policy": _policy(Principal="*", Action="s3:GetObject", Resource="arn:aws:s3:::{bucket}/*"),
            "tags": {"a": "1"},
        },
        {
            "routeTableIds": [],
            "policy": _policy(Principal="*", Action="s3:PutObject", Resource="arn:aws:s3:::{bucket}/*"),
            "tags": {"b": "2"},
        },
    ),
}

LEFT_OUT = {"serverSideEncryption", "versionId"}
"""Outputs that are there under some settings of the bucket only."""

REMAINING = {
    # A version's labels can be taken away, its value can't.
    "aws:secretsmanager/secretVersion:SecretVersion",
    # A bucket always has encryption; without a setting it is AES256.
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    # These two go with their VPC.
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
}
"""Types of which something is still there after the deletion."""


@pytest.fixture(scope="module")
def surroundings(client: Callable[[str], Any]) -> dict[str, str]:
    """What the examples refer to."""
    name = f"around-{uuid.uuid4().hex[:8]}"
    client("s3").create_bucket(Bucket=name)
    role = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]
    client("logs").create_log_group(logGroupName=name)
    group = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["arn"].removesuffix(":*")
    secret = client("secretsmanager").create_secret(Name=name)["ARN"]
    vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    [table] = client("ec2").describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    subnet = client("ec2").create_subnet(VpcId=vpc, CidrBlock="10.0.0.64/28")["Subnet"]["SubnetId"]
    security = client("ec2").create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    network = {"vpc": vpc, "route_table": table["RouteTableId"], "subnet": subnet, "group": security}
    key, other = (client("kms").create_key()["KeyMetadata"] for _ in range(2))
    queue = client("sqs").create_queue(QueueName=name)["QueueUrl"]
    topic = client("sns").create_topic(Name=name)["TopicArn"]
    client("events").put_rule(Name=name, EventPattern='{"source": ["shop"]}')
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr("index.py", "def handler(event, context):\n    return event\n")
    client("lambda").create_function(
        FunctionName=name, Runtime="python3.12", Role=role["Arn"], Handler="index.handler", Code={"ZipFile": code.getvalue()}
    )
    for memory in (256, 512):
        client("lambda").update_function_configuration(FunctionName=name, MemorySize=memory)
        client("lambda").publish_version(FunctionName=name)
    return {
        "bucket": name,
        "role": name,
        "role_arn": role["Arn"],
        "group_arn": group,
        "secret": secret,
        "key": key["KeyId"],
        "other_key_arn": other["Arn"],
        "queue": queue,
        "queue_arn": f"arn:aws:sqs:us-east-1:000000000000:{name}",
        "topic": topic,
        "rule": name,
        "function": name,
    } | network


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(item, names) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, names) for item in value]
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(f"{{{name}}}", text)
    return value


def _checked(provider: Provider, token: str, inputs: Values, old: Values | None = None) -> Values:
    seed = uuid.uuid4().bytes
    checked, failures = provider.check(token, "thing", old or {}, inputs, Proposal(seed))
    assert failures == []
    return checked


def test_there_is_an_example_of_every_type() -> None:
    assert set(EXAMPLES) == set(RESOURCE_TYPES)


@pytest.mark.parametrize("token", EXAMPLES)
def test_a_resource_is_made_read_back_changed_and_deleted(provider: Provider, surroundings: dict[str, str], token: str) -> None:
    example = EXAMPLES[token]
    inputs = _checked(provider, token, _filled(example.inputs, surroundings))
    resource_id, outputs = provider.create(token, inputs, preview=False)

    shown = {name: value for name, value in inputs.items() if name != "__defaults"}
    assert shown.items() <= outputs.items()
    assert set(outputs) <= resource_outputs(token)
    assert {name for name in RESOURCE_TYPES[token].computed if outputs.get(name) is None} <= LEFT_OUT
    assert provider.read(token, resource_id, outputs, inputs) == (inputs, outputs)

    change = _filled(example.change, surroundings)
    changed = {name: value for name, value in (shown | change).items() if value is not None}
    new = _checked(
        provider, token, {name: value for name, value in changed.items() if name not in inputs.get("__defaults", [])}, inputs
    )
    found = provider.diff(token, inputs, new)
    assert (found.changed, found.replaces) == (sorted(change), [])
    if change:
        after = provider.update(token, resource_id, outputs, inputs, new, preview=False)
        assert provider.read(token, resource_id, after, new) == (new, after)
    else:
        after = outputs

    provider.delete(token, resource_id, after)
    assert (provider.read(token, resource_id, after, new) is None) == (token not in REMAINING)
    provider.delete(token, resource_id, after)


def test_an_import_states_what_is_not_a_default(provider: Provider, client: Callable[[str], Any]) -> None:
    client("logs").create_log_group(logGroupName="/tests/imported", tags={"by": "hand"})
    found = provider.read("aws:cloudwatch/logGroup:LogGroup", "/tests/imported", {}, {})
    assert found is not None
    assert found[0] == {"name": "/tests/imported", "tags": {"by": "hand"}}
    assert found[1]["arn"] == "arn:aws:logs:us-east-1:000000000000:log-group:/tests/imported"


def test_what_someone_else_changed_shows_in_the_inputs(provider: Provider, client: Callable[[str], Any]) -> None:
    token = "aws:cloudwatch/logGroup:LogGroup"
    inputs = _checked(provider, token, {"retentionInDays": 7, "tags": {"a": "1"}})
    name, outputs = provider.create(token, inputs, preview=False)
    client("logs").put_retention_policy(logGroupName=name, retentionInDays=30)
    client("logs").tag_resource(resourceArn=outputs["arn"], tags={"b": "2"})
    found = provider.read(token, name, outputs, inputs)
    assert found is not None
    assert found[0] == inputs | {"retentionInDays": 30, "tags": {"a": "1", "b": "2"}}
    assert provider.diff(token, found[0], inputs).detailed == {"retentionInDays": "UPDATE", "tags.b": "DELETE"}


def test_a_preview_calls_nobody_and_leaves_open_what_aws_decides(surroundings: dict[str, str], config: Values) -> None:
    nowhere = Provider()
    nowhere.configure(config | {"endpoints": [{"lambda": "http://127.0.0.1:1"}]})
    inputs = _filled(EXAMPLES["aws:lambda/function:Function"].inputs, surroundings) | {"name": "f", "role": UNKNOWN}
    resource_id, outputs = nowhere.create("aws:lambda/function:Function", inputs, preview=True)
    assert resource_id == ""
    assert {name for name, value in outputs.items() if value is UNKNOWN} == RESOURCE_TYPES[
        "aws:lambda/function:Function"
    ].computed - {"tagsAll"} | {"role"}
    assert outputs["tagsAll"] == {"a": "1"}
    assert outputs["region"] == "us-east-1"


def test_a_preview_of_an_update_keeps_what_stays(provider: Provider) -> None:
    state = {"arn": "arn:f", "name": "f", "memorySize": 256, "codeSha256": "old", "timeout": 9}
    new = {"name": "f", "memorySize": 512}
    found = provider.update("aws:lambda/function:Function", "f", state, {}, new, preview=True)
    assert (found["arn"], found["name"], found["memorySize"]) == ("arn:f", "f", 512)
    assert found["codeSha256"] is UNKNOWN
    assert "timeout" not in found


def test_a_function_publishes_a_version_with_each_change_of_its_code_or_its_configuration(
    provider: Provider, client: Callable[[str], Any], surroundings: dict[str, str]
) -> None:
    token = "aws:lambda/function:Function"
    inputs = _checked(
        provider, token, {"code": CODE, "handler": "index.handler", "runtime": "python3.12", "role": surroundings["role_arn"]}
    )
    name, outputs = provider.create(token, inputs, preview=False)
    assert (outputs["version"], outputs["qualifiedArn"]) == ("$LATEST", f"{outputs['arn']}:$LATEST")

    code = Asset(archive=True, assets=(("index.py", Asset(text="def handler(event, context):\n    return 'new'\n")),))
    versions = []
    for change in ({"publish": True}, {"tags": {"a": "1"}}, {"memorySize": 256}, {"code": code}, {"timeout": 9, "code": CODE}):
        new = inputs | change
        outputs = provider.update(token, name, outputs, inputs, new, preview=False)
        inputs = new
        versions.append(outputs["version"])
    assert versions == ["1", "1", "2", "3", "4"]
    assert outputs["qualifiedArn"] == f"{outputs['arn']}:4"

    answers = {
        version: json.load(client("lambda").invoke(FunctionName=f"{outputs['arn']}:{version}", Payload="7")["Payload"])
        for version in ("2", "3", "4")
    }
    assert answers == {"2": 7, "3": "new", "4": 7}
    provider.delete(token, name, outputs)


def test_a_bucket_with_objects_goes_only_if_the_program_said_so(provider: Provider, client: Callable[[str], Any]) -> None:
    token = "aws:s3/bucket:Bucket"
    bucket, outputs = provider.create(token, _checked(provider, token, {}), preview=False)
    for key in ("a", "b/c"):
        client("s3").put_object(Bucket=bucket, Key=key, Body=b"x")
    with pytest.raises(AwsError, match=r"DeleteBucket: BucketNotEmpty"):
        provider.delete(token, bucket, outputs)
    provider.delete(token, bucket, outputs | {"forceDestroy": True})
    assert provider.read(token, bucket, outputs, {}) is None


def test_new_tags_of_an_object_upload_nothing(
    provider: Provider, client: Callable[[str], Any], surroundings: dict[str, str]
) -> None:
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    inputs = {"bucket": surroundings["bucket"], "key": "two.bin", "contentBase64": "AAE="}
    resource_id, outputs = provider.create(token, inputs, preview=False)
    where = {"Bucket": inputs["bucket"], "Key": "two.bin"}
    assert client("s3").get_object(**where)["Body"].read() == b"\x00\x01"
    client("s3").put_object(**where, Body=b"by someone else")
    provider.update(token, resource_id, outputs, inputs, inputs | {"tags": {"a": "1"}}, preview=False)
    assert client("s3").get_object(**where)["Body"].read() == b"by someone else"


def test_a_bucket_that_exists_is_not_taken_over(provider: Provider, surroundings: dict[str, str]) -> None:
    with pytest.raises(Exception, match=f"a bucket named {surroundings['bucket']} exists already"):
        provider.create("aws:s3/bucket:Bucket", {"bucket": surroundings["bucket"]}, preview=False)


def test_a_new_secret_value_is_current_before_the_old_one_goes(
    provider: Provider, client: Callable[[str], Any], surroundings: dict[str, str]
) -> None:
    token = "aws:secretsmanager/secretVersion:SecretVersion"
    first, outputs = provider.create(token, {"secretId": surroundings["secret"], "secretString": "one"}, preview=False)
    provider.create(token, {"secretId": surroundings["secret"], "secretString": "two"}, preview=False)
    provider.delete(token, first, outputs)
    assert client("secretsmanager").get_secret_value(SecretId=surroundings["secret"])["SecretString"] == "two"


def test_a_failure_after_the_creation_says_what_exists(provider: Provider, client: Callable[[str], Any]) -> None:
    with pytest.raises(PartlyCreatedError, match="PutRetentionPolicy: InvalidParameterException") as caught:
        provider.create("aws:cloudwatch/logGroup:LogGroup", {"name": "/tests/half", "retentionInDays": 6}, preview=False)
    assert caught.value.resource_id == "/tests/half"
    assert caught.value.outputs == {"name": "/tests/half", "retentionInDays": 6}


def test_awss_own_words_come_through(provider: Provider) -> None:
    with pytest.raises(
        AwsError, match=r"PutRolePolicy: NoSuchEntity: .* If it was deleted outside Pulumi: `pulumi up --refresh`\."
    ):
        provider.create("aws:iam/rolePolicy:RolePolicy", {"role": "none-such", "name": "p", "policy": TRUST}, preview=False)


def test_a_new_security_group_lets_nothing_in_or_out_but_what_it_says(
    provider: Provider, client: Callable[[str], Any], surroundings: dict[str, str]
) -> None:
    token = "aws:ec2/securityGroup:SecurityGroup"
    [s3] = client("ec2").describe_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": ["com.amazonaws.us-east-1.s3"]}])[
        "PrefixLists"
    ]
    rule = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListIds": [s3["PrefixListId"]]}
    inputs = _checked(provider, token, {"vpcId": surroundings["vpc"], "egress": [rule]})
    group, _ = provider.create(token, inputs, preview=False)
    [found] = client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert found["IpPermissions"] == []
    assert [(one["FromPort"], one["ToPort"], one["IpRanges"]) for one in found["IpPermissionsEgress"]] == [(443, 443, [])]
    assert [one["PrefixListId"] for one in found["IpPermissionsEgress"][0]["PrefixListIds"]] == [s3["PrefixListId"]]


def test_a_route_that_someone_else_adds_shows_and_goes_with_the_next_update(
    provider: Provider, client: Callable[[str], Any], surroundings: dict[str, str]
) -> None:
    token, table = "aws:ec2/defaultRouteTable:DefaultRouteTable", surroundings["route_table"]
    inputs = _checked(provider, token, {"defaultRouteTableId": table, "routes": []})
    _, outputs = provider.create(token, inputs, preview=False)
    client("ec2").create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId="igw-1")
    found = provider.read(token, table, outputs, inputs)
    assert found is not None
    assert provider.diff(token, found[0], inputs).changed == ["routes"]
    after = provider.update(token, table, outputs, found[0], inputs, preview=False)
    assert provider.read(token, table, after, inputs) == (inputs, after)


def test_rules_and_routes_that_are_not_carried_out_are_refused(provider: Provider) -> None:
    rule = {"protocol": "tcp", "fromPort": 1, "toPort": 1, "self": True, "prefixListIds": ["pl-1", "pl-2"]}
    _, failures = provider.check(
        "aws:ec2/securityGroup:SecurityGroup", "thing", {}, {"vpcId": "vpc-1", "ingress": [rule]}, Proposal(b"1234")
    )
    assert [(one.property, one.reason) for one in failures] == [
        (
            "ingress[0].self",
            "isn't carried out by the laptop stack's AWS plugin. Allowed: cidrBlocks, fromPort, prefixListIds, protocol, toPort",
        ),
        ("ingress[0].prefixListIds", "may hold one list on the laptop stack"),
    ]
    _, failures = provider.check(
        "aws:ec2/defaultRouteTable:DefaultRouteTable",
        "thing",
        {},
        {"defaultRouteTableId": "rtb-1", "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}]},
        Proposal(b"1234"),
    )
    assert failures == [("routes", "can only be empty on the laptop stack")]


def test_zones_are_named_but_for_those_that_are_excluded(provider: Provider) -> None:
    token = "aws:index/getAvailabilityZones:getAvailabilityZones"
    assert provider.invoke(token, {"state": "available", "excludeZoneIds": ["use1-az2"], "region": None}) == {
        "state": "available",
        "excludeZoneIds": ["use1-az2"],
        "groupNames": ["us-east-1-zg-1"],
        "id": "us-east-1",
        "names": ["us-east-1a", "us-east-1c"],
        "region": "us-east-1",
        "zoneIds": ["use1-az1", "use1-az3"],
    }
    with pytest.raises(UnsupportedError, match="takes excludeZoneIds, filters, state here, and was given allAvailabilityZones"):
        provider.invoke(token, {"allAvailabilityZones": True})


def test_an_emulator_that_is_down_is_named(config: Values) -> None:
    alone = Provider()
    alone.configure(config | {"endpoints": [{"logs": "http://127.0.0.1:1"}]})
    with pytest.raises(AwsError, match=r'Could not connect .*"http://127.0.0.1:1/" Is the laptop stack running\?'):
        alone.create("aws:cloudwatch/logGroup:LogGroup", {"name": "t"}, preview=False)
