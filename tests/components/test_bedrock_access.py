"""What the caller's role is allowed at Bedrock, target by target. The shapes of ARNs:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html#amazonbedrock-resources-for-iam-policies
"""

import fnmatch
import json
from typing import Any

import pytest

from components import bedrock_access, iam
from components.settings.llm_target import LlmTarget
from tests.components.deployment import deploy

ACCOUNT = "123456789012"


def allowed(*targets: LlmTarget, region: str = "us-east-1", account: str | None = ACCOUNT) -> list[dict[str, Any]]:
    _, policy = deploy(lambda: iam.document(bedrock_access.statements(targets, region, account)))
    statements = json.loads(policy)["Statement"]
    actions = ["bedrock:ApplyGuardrail"], ["bedrock:InvokeModel"]
    assert all(statement.pop("Effect") == "Allow" and statement.pop("Action") in actions for statement in statements)
    return statements


def at(model: str, **params: Any) -> LlmTarget:
    return LlmTarget(f"bedrock/{model}", params=params)


def through(profile: str) -> dict[str, Any]:
    return {"ArnEquals": {"bedrock:InferenceProfileArn": profile}}


def test_a_model_is_allowed_in_the_region_of_the_stack() -> None:
    assert allowed(at("amazon.nova-pro-v1:0"), account=None) == [
        {"Sid": "InvokeModels", "Resource": ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"]}
    ]


def test_a_target_with_a_region_of_its_own_is_allowed_there() -> None:
    assert allowed(at("converse/amazon.nova-pro-v1:0", aws_region_name="eu-north-1"), account=None) == [
        {"Sid": "InvokeModels", "Resource": ["arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-pro-v1:0"]}
    ]


@pytest.mark.parametrize(
    ("region", "geography", "partition"),
    [
        ("us-east-1", "us", "aws"),
        ("eu-west-1", "eu", "aws"),
        ("ap-southeast-1", "apac", "aws"),
        ("ap-northeast-1", "jp", "aws"),
        ("ap-southeast-2", "au", "aws"),
        ("ca-central-1", "ca", "aws"),
        ("eu-west-1", "global", "aws"),
        ("us-gov-west-1", "us-gov", "aws-us-gov"),
    ],
)
def test_a_profile_is_allowed_with_its_model_in_the_regions_that_it_routes_to(region: str, geography: str, partition: str) -> None:
    profile = f"arn:{partition}:bedrock:{region}:{ACCOUNT}:inference-profile/{geography}.anthropic.claude-sonnet-4-5-20250929-v1:0"
    model = f"arn:{partition}:bedrock:*::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"
    assert allowed(at(f"{geography}.anthropic.claude-sonnet-4-5-20250929-v1:0"), region=region) == [
        {"Sid": "InvokeProfile0", "Resource": [profile]},
        {"Sid": "InvokeThroughProfile0", "Resource": [model], "Condition": through(profile)},
    ]


@pytest.mark.parametrize("region", ["us-west-2", ""])
def test_the_model_of_a_global_profile_is_allowed_in_no_region_too(region: str) -> None:
    _, through_it = allowed(at("global.amazon.nova-2-lite-v1:0"))
    [pattern] = through_it["Resource"]
    assert fnmatch.fnmatchcase(f"arn:aws:bedrock:{region}::foundation-model/amazon.nova-2-lite-v1:0", pattern)


@pytest.mark.parametrize("kind", ["provisioned-model", "custom-model-deployment", "imported-model"])
def test_a_model_of_ones_own_is_allowed_by_its_arn(kind: str) -> None:
    arn = f"arn:aws:bedrock:eu-west-1:{ACCOUNT}:{kind}/abc123"
    assert allowed(at(arn), account=None) == [{"Sid": "InvokeModels", "Resource": [arn]}]


def test_an_application_profile_is_allowed_with_what_is_called_through_it() -> None:
    arn = f"arn:aws:bedrock:eu-west-1:{ACCOUNT}:application-inference-profile/abc123"
    assert allowed(at(arn), account=None) == [
        {"Sid": "InvokeProfile0", "Resource": [arn]},
        {
            "Sid": "InvokeThroughProfile0",
            "Resource": ["arn:aws:bedrock:*::foundation-model/*", f"arn:aws:bedrock:*:{ACCOUNT}:inference-profile/*"],
            "Condition": through(arn),
        },
    ]


def test_a_profile_may_be_named_by_its_arn() -> None:
    arn = f"arn:aws:bedrock:us-west-2:{ACCOUNT}:inference-profile/us.amazon.nova-pro-v1:0"
    assert allowed(at(arn), account=None) == [
        {"Sid": "InvokeProfile0", "Resource": [arn]},
        {
            "Sid": "InvokeThroughProfile0",
            "Resource": ["arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0"],
            "Condition": through(arn),
        },
    ]


def test_a_guardrail_is_allowed_to_be_applied() -> None:
    arn = f"arn:aws:bedrock:us-east-1:{ACCOUNT}:guardrail/other"
    ours = at("amazon.nova-pro-v1:0", guardrailConfig={"guardrailIdentifier": "mine", "guardrailVersion": "1"})
    shared = at("amazon.nova-lite-v1:0", guardrailConfig={"guardrailIdentifier": arn, "guardrailVersion": "1"})
    *_, apply = allowed(ours, shared)
    assert apply == {"Sid": "ApplyGuardrails", "Resource": [f"arn:aws:bedrock:us-east-1:{ACCOUNT}:guardrail/mine", arn]}


def test_several_targets_are_allowed_each_once_and_those_of_other_providers_not_here() -> None:
    nova, lite, profile = at("amazon.nova-pro-v1:0"), at("amazon.nova-lite-v1:0"), at("us.amazon.nova-pro-v1:0")
    claude = LlmTarget("anthropic/claude-sonnet-4-5", "anthropic")
    assert [
        statement["Sid"] for statement in allowed(nova, claude, lite, nova, profile, profile, at("eu.amazon.nova-pro-v1:0"))
    ] == [
        "InvokeModels",
        "InvokeProfile0",
        "InvokeThroughProfile0",
        "InvokeProfile1",
        "InvokeThroughProfile1",
    ]
    assert allowed(nova, claude, lite, nova)[0]["Resource"] == [
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
    ]
    assert allowed(claude) == []
