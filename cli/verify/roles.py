"""Each role is denied what it must be. IAM itself says so (SimulatePrincipalPolicy): nobody but Lambda and Step Functions can be
one of these roles.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from cli.logs.functions import CALLER
from cli.verify.deployed import CODE_TOOL, SANDBOX, Deployed
from cli.verify.finding import Check, Finding, passed_if

PART = "roles"
ALLOWED = "allowed"


@dataclass(frozen=True)
class Names:
    """ARNs of the stack."""

    there: Deployed

    @property
    def bucket(self) -> str:
        return f"arn:{self._partition}:s3:::{self.there.stack.data_bucket}"

    @property
    def _partition(self) -> str:
        return next(iter(self.there.stack.agents.values())).state_machine_arn.split(":")[1]

    def function(self, label: str) -> str:
        """The ARN without a version."""
        machine = next(iter(self.there.stack.agents.values())).state_machine_arn.split(":")
        arn = self.there.functions[label].arn
        named = arn if arn.startswith("arn:") else ":".join([*machine[:2], "lambda", *machine[3:5], "function", arn])
        return ":".join(named.split(":")[:7])

    def log_stream(self, label: str) -> str:
        arn = self.function(label).split(":")
        return ":".join([*arn[:2], "logs", *arn[3:5], "log-group", self.there.functions[label].log_group, "log-stream", "any"])


# What no role of a stack may do, whatever the resource.
NOBODY = (
    ("*", "iam:CreateRole"),
    ("*", "iam:PutRolePolicy"),
    ("*", "iam:PassRole"),
    ("*", "iam:ListRoles"),
    ("*", "sts:AssumeRole"),
    ("*", "secretsmanager:ListSecrets"),
    ("*", "secretsmanager:GetSecretValue"),
    ("*", "lambda:UpdateFunctionCode"),
    ("*", "lambda:CreateFunction"),
    ("*", "states:StartExecution"),
    ("*", "states:UpdateStateMachine"),
    ("*", "logs:DeleteLogGroup"),
    ("*", "ec2:RunInstances"),
    ("*", "dynamodb:Scan"),
    ("*", "s3:ListAllMyBuckets"),
)


def checks(there: Deployed) -> Iterator[Check]:
    names = Names(there)
    for label in sorted(there.functions):
        yield Check(PART, f"{label}: denied what it must be", partial(_of_function, there, names, label))
    for agent in sorted(there.stack.agents):
        yield Check(PART, f"agent {agent}: denied what it must be", partial(_of_machine, there, names, agent))


def _of_function(there: Deployed, names: Names, label: str) -> Finding:
    bucket = names.bucket
    denied = [
        *NOBODY,
        (bucket, "s3:ListBucket"),
        (bucket, "s3:DeleteBucket"),
        (bucket, "s3:PutBucketPolicy"),
        (f"{bucket}/packages/any", "s3:PutObject"),
        (f"{bucket}/packages/any", "s3:GetObject"),
        (f"{bucket}/inputs/any", "s3:PutObject"),
        (f"{bucket}/runs/any", "s3:DeleteObject"),
        *((names.function(other), "lambda:InvokeFunction") for other in there.functions if not _may_call(there, label, other)),
    ]
    if label == SANDBOX:
        denied += [(f"{bucket}/{prefix}/any", "s3:GetObject") for prefix in ("runs", "inputs", "conversations")]
        denied += [(f"{bucket}/runs/any", "s3:PutObject")]
    elif label != CALLER:
        denied += [(f"{bucket}/conversations/any", action) for action in ("s3:GetObject", "s3:PutObject")]
    return _simulated(there, there.configuration(label)["Role"], denied, (names.log_stream(label), "logs:PutLogEvents"))


def _may_call(there: Deployed, label: str, other: str) -> bool:
    return other == SANDBOX and CODE_TOOL in there.functions[label].tools


def _of_machine(there: Deployed, names: Names, agent: str) -> Finding:
    own = {label for label, function in there.functions.items() if agent in function.agents and label != SANDBOX}
    machines = [each.state_machine_arn for each in there.stack.agents.values()]
    denied = [
        *NOBODY,
        *(
            (f"{names.bucket}/{prefix}/any", action)
            for prefix in ("runs", "packages")
            for action in ("s3:GetObject", "s3:PutObject")
        ),
        (names.bucket, "s3:ListBucket"),
        *((names.function(other), "lambda:InvokeFunction") for other in there.functions if other not in own),
        # Only the agents that are its tools.
        *((arn, "states:StartExecution") for arn in machines if arn not in there.machines[agent]["definition"]),
    ]
    caller = there.functions[CALLER].arn
    allowed = (caller if caller.startswith("arn:") else names.function(CALLER), "lambda:InvokeFunction")
    return _simulated(there, there.machines[agent]["roleArn"], denied, allowed)


def _simulated(there: Deployed, role: str, denied: list[tuple[str, str]], allowed: tuple[str, str]) -> Finding:
    """Ask IAM of each action. `allowed` is the one thing that the role is for: if that is denied too, the answers mean nothing."""
    through = [f"{action} on {resource}" for resource, action in _allowed(there, role, denied)]
    if through:
        return passed_if(False, f"allowed: {', '.join(through)}")
    if not _allowed(there, role, [allowed]):
        return passed_if(False, f"{allowed[1]}, which it needs, is denied too")
    return passed_if(True, f"{len(denied)} of {len(denied)} denied; {allowed[1]} is allowed")


def _allowed(there: Deployed, role: str, asked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    actions: dict[str, list[str]] = defaultdict(list)
    for resource, action in asked:
        actions[resource].append(action)
    simulate = there.client("iam").get_paginator("simulate_principal_policy")
    found: list[tuple[str, str]] = []
    for resource, wanted in actions.items():
        pages: Any = simulate.paginate(PolicySourceArn=role, ActionNames=wanted, ResourceArns=[resource])
        found += [
            (resource, result["EvalActionName"])
            for page in pages
            for result in page["EvaluationResults"]
            if result["EvalDecision"] == ALLOWED
        ]
    return found
