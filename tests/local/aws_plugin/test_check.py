from typing import Any

import pytest

from local.aws_plugin.check import Failure, check_object
from local.aws_plugin.input_types import resource_inputs, resource_outputs
from local.aws_plugin.naming import Proposal
from local.aws_plugin.provider import Provider
from local.aws_plugin.wire import UNKNOWN, Asset

FUNCTION = "aws:lambda/function:Function"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"


def _failures(token: str, inputs: dict[str, Any]) -> list[Failure]:
    return list(check_object(inputs, resource_inputs(token)))


@pytest.mark.parametrize(
    ("token", "inputs", "property", "reason"),
    [
        (FUNCTION, {"role": 1}, "role", "must be a string, and is the number 1"),
        (FUNCTION, {"role": "r", "memorySize": "128"}, "memorySize", "must be an integer, and is a string"),
        (FUNCTION, {"role": "r", "memorySize": 128.5}, "memorySize", "must be an integer, and is the number 128.5"),
        (FUNCTION, {"role": "r", "memorySize": True}, "memorySize", "must be an integer, and is the boolean true"),
        (FUNCTION, {"role": "r", "layers": "arn"}, "layers", "must be a list, each item a string, and is a string"),
        (FUNCTION, {"role": "r", "layers": ["arn", {}]}, "layers[1]", "must be a string, and is an object"),
        (
            FUNCTION,
            {"role": "r", "environment": {"variables": {"A": 1}}},
            "environment.variables.A",
            "must be a string, and is the number 1",
        ),
        (FUNCTION, {"role": "r", "tracingConfig": {}}, "tracingConfig.mode", "is required: a string"),
        (
            FUNCTION,
            {"role": "r", "tracingConfig": {"mode": "Active", "kind": "x"}},
            "tracingConfig.kind",
            "is not a property here. Allowed: mode",
        ),
        (OBJECT, {"bucket": "b", "source": "a.txt"}, "source", "must be an asset, and is a string"),
        (OBJECT, {"bucket": "b", "content": Asset(text="x")}, "content", "must be a string, and is an asset"),
        (LIFECYCLE, {"bucket": "b", "rules": [{"id": "r"}]}, "rules[0].status", "is required: a string"),
        (
            ENCRYPTION,
            {"bucket": "b"},
            "rules",
            "is required: a list, each item an object with "
            "applyServerSideEncryptionByDefault, blockedEncryptionTypes, bucketKeyEnabled",
        ),
        (
            "aws:s3/bucketPolicy:BucketPolicy",
            {"bucket": "b", "policy": 1},
            "policy",
            "must be a string or an object with Id, Statement, Version, and is the number 1",
        ),
    ],
)
def test_a_wrong_input_is_named_with_what_is_allowed(token: str, inputs: dict[str, Any], property: str, reason: str) -> None:
    assert _failures(token, inputs) == [Failure(property, reason)]


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (FUNCTION, {"role": "r", "runtime": "python3.12", "architectures": ["arm64"], "tags": {"any key": "value"}}),
        (FUNCTION, {"role": UNKNOWN, "memorySize": UNKNOWN, "environment": {"variables": UNKNOWN}}),
        (OBJECT, {"bucket": "b", "source": Asset(path="a.txt")}),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"threshold": 1}),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"threshold": 0.5}),
        ("aws:iam/role:Role", {"assumeRolePolicy": "{}", "__defaults": ["name"]}),
    ],
)
def test_inputs_of_the_right_types_pass(token: str, inputs: dict[str, Any]) -> None:
    assert _failures(token, inputs) == []


def test_an_argument_class_named_like_a_nested_type_is_not_mistaken_for_it() -> None:
    assert set(resource_inputs(ENCRYPTION).fields) == {"bucket", "expectedBucketOwner", "region", "rules"}
    assert resource_outputs(ENCRYPTION) == {"bucket", "expectedBucketOwner", "region", "rules"}


def _check(provider: Provider, token: str, inputs: dict[str, Any]) -> list[Failure]:
    return provider.check(token, "thing", {}, inputs, Proposal(b"0123"))[1]


@pytest.mark.parametrize(
    ("token", "inputs", "failure"),
    [
        (FUNCTION, {"role": "r"}, Failure("code", "or s3Bucket with s3Key is required, and not both")),
        (FUNCTION, {"role": "r", "s3Bucket": "b"}, Failure("s3Key", "is required together with s3Bucket")),
        (
            FUNCTION,
            {"role": "r", "s3Bucket": "b", "s3Key": "k", "runtime": "python3.12"},
            Failure("handler", "is required for code in a zip"),
        ),
        (
            OBJECT,
            {"bucket": "b", "key": "k", "content": "", "contentBase64": ""},
            Failure("content", "contentBase64 and source exclude each other: give one"),
        ),
        (OBJECT, {"bucket": "b"}, Failure("key", "is required: the object's name in its bucket")),
        (
            "aws:secretsmanager/secret:Secret",
            {"recoveryWindowInDays": 3},
            Failure("recoveryWindowInDays", "is 3. Allowed: 0 (delete at once), or 7 to 30"),
        ),
        (
            "aws:secretsmanager/secretVersion:SecretVersion",
            {"secretId": "s"},
            Failure("secretString", "or secretBinary is required, and not both"),
        ),
        (
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            {"comparisonOperator": "x", "evaluationPeriods": 1},
            Failure("metricName", "is required: the metric that is watched"),
        ),
    ],
)
def test_inputs_which_the_types_allow_and_aws_does_not_are_refused(
    provider: Provider, token: str, inputs: dict[str, Any], failure: Failure
) -> None:
    assert _check(provider, token, inputs) == [failure]


def test_a_policy_may_be_an_object_and_becomes_json(provider: Provider) -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "1", "Service": "s"}}]}
    inputs, failures = provider.check("aws:iam/role:Role", "r", {}, {"assumeRolePolicy": policy}, Proposal(b"0123"))
    assert failures == []
    assert inputs["assumeRolePolicy"] == (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "1", "Service": "s"}}]}'
    )


def test_a_policy_with_a_part_not_known_yet_is_not_known_yet(provider: Provider) -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": UNKNOWN}]}
    inputs, failures = provider.check("aws:iam/role:Role", "r", {}, {"assumeRolePolicy": policy}, Proposal(b"0123"))
    assert (inputs["assumeRolePolicy"], failures) == (UNKNOWN, [])
