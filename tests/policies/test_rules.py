"""The rules of the policy pack: the project's own stacks keep to all of them, and each rule finds what it is for."""

import json
import re
import sys
from typing import Any

import pytest

from agents import AGENTS
from local.aws_plugin.catalog import RESOURCE_TYPES
from tests.components.configuration import ROOT, of_stack
from tests.components.conftest import quick_builds, run  # noqa: F401 (fixtures)
from tests.components.test_stack import DEV, PROD

sys.path.insert(0, str(ROOT / "policies"))
from exceptions import STARS
from rules import RULES

TOKENS = {token.rpartition(":")[2]: token for token in RESOURCE_TYPES}
KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b"
ALL = of_stack(
    "dev",
    agents=list(AGENTS),
    secrets={"anthropic": "sk", "google_maps": "maps-key", "perplexity": "pplx-key"},
    alarmTopicArn="arn:aws:sns:us-east-1:123456789012:on-call",
    kmsKeyArn=KEY,
    logLevel="ERROR",
    tracing=False,
    namePrefix="acme",
)


def problems(kind: str, **given: Any) -> list[str]:
    return [problem for rule in RULES.values() for problem in rule(kind, given)]


def policy(**changes: Any) -> str:
    return json.dumps(
        {"Statement": [{"Sid": "Mine", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:x"], **changes}]}
    )


@pytest.mark.attack("iam")
@pytest.mark.parametrize("config", [DEV, PROD, ALL], ids=["dev", "prod", "all agents, with every rule of an account"])
def test_the_projects_own_stacks_keep_to_every_rule(run: Any, config: Any) -> None:  # noqa: F811
    deployment, _ = run(config)
    judged = {
        name: TOKENS[kind] for name in deployment.inputs if (kind := name.split("/")[0]) in TOKENS and deployment.inputs[name]
    }
    assert {token for token in judged.values()} >= {
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:lambda/function:Function",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:sfn/stateMachine:StateMachine",
    }
    found = {name: problems(token, **deployment.inputs[name]) for name, token in judged.items()}
    assert {name: said for name, said in found.items() if said} == {}


def test_every_exception_has_a_reason_and_is_one_that_a_stack_needs() -> None:
    sources = "".join(file.read_text() for file in (ROOT / "components").rglob("*.py"))
    for sid, reason in STARS.items():
        assert re.fullmatch(r"[A-Z].{20,}\.", reason)
        assert f'"{sid}"' in sources


ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
BLOCKS = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True}
WRONG = [
    (ROLE_POLICY, {"policy": policy(Action="*")}, "the statement Mine allows all actions"),
    (ROLE_POLICY, {"policy": policy(Action=["s3:*"])}, "the statement Mine allows all actions"),
    (ROLE_POLICY, {"policy": policy(NotAction=["iam:*"])}, "the statement Mine allows all actions"),
    (ROLE_POLICY, {"policy": policy(Resource="*")}, "the statement Mine allows all resources"),
    (ROLE_POLICY, {"policy": policy(NotResource=["arn:x"])}, "the statement Mine allows all resources"),
    (
        "aws:iam/role:Role",
        {"assumeRolePolicy": policy(Principal={"AWS": "*"}, Action="sts:AssumeRole")},
        '{"AWS": "*"} may assume the role',
    ),
    ("aws:iam/role:Role", {"assumeRolePolicy": policy(Principal="*")}, '"*" may assume the role'),
    (
        "aws:iam/role:Role",
        {"assumeRolePolicy": policy(Principal={"Service": "states.amazonaws.com"})},
        "Step Functions assumes the role without a condition on aws:SourceAccount",
    ),
    ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", BLOCKS | {"blockPublicAcls": False}, "blockPublicAcls is off"),
    (
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        {"rule": {"objectOwnership": "ObjectWriter"}},
        "access lists are on",
    ),
    ("aws:s3/bucketPolicy:BucketPolicy", {"policy": policy(Principal="*")}, "the policy of the bucket doesn't deny"),
    ("aws:cloudwatch/logGroup:LogGroup", {"name": "a"}, "its lines are kept for ever"),
    (
        "aws:lambda/function:Function",
        {"environment": {"variables": {"CONFIG": '{"key": "sk-ant-api03-0123456789abcdef"}'}}},
        "the environment variable CONFIG holds a key",
    ),
    (
        "aws:lambda/function:Function",
        {"environment": {"variables": {"MAPS_API_KEY": "abc"}}},
        "the environment variable MAPS_API_KEY holds a key",
    ),
    ("aws:lambda/functionUrl:FunctionUrl", {"functionName": "a"}, "a function has a URL"),
    ("aws:lambda/permission:Permission", {"principal": "*"}, "everybody may call the function"),
    ("aws:sfn/stateMachine:StateMachine", {"definition": "{}"}, "its logging level is OFF"),
    (
        "aws:sfn/stateMachine:StateMachine",
        {"loggingConfiguration": {"level": "ALL", "includeExecutionData": True}},
        "its log holds what people ask",
    ),
]


@pytest.mark.parametrize(("kind", "given", "problem"), WRONG)
def test_a_rule_finds_what_it_is_for(kind: str, given: dict[str, Any], problem: str) -> None:
    [said, *_] = problems(kind, **given)
    assert said.startswith(problem)


def test_what_isnt_known_yet_in_a_preview_is_not_judged() -> None:
    assert problems(ROLE_POLICY) == problems("aws:s3/bucketPolicy:BucketPolicy") == problems("aws:iam/role:Role") == []
