"""What the provider refuses under the real engine, and what a failure half way leaves."""

import re
from collections.abc import Callable
from typing import Any

from .conftest import Project

UNKNOWN_TYPE = """
import pulumi
try:
    pulumi.runtime.invoke("aws:ec2/getVpc:getVpc", {"default": True})
except Exception as error:
    pulumi.log.error(str(error))
pulumi.CustomResource("aws:ec2/instance:Instance", "server", {"ami": "ami-1"})
"""

WRONG_INPUTS = """
import pulumi
pulumi.CustomResource("aws:iam/role:Role", "role", {
    "descripton": "misspelt", "maxSessionDuration": "3600", "managedPolicyArns": [], "forceDetachPolicies": True,
})
"""

ONE_GROUP = """
import pulumi_aws as aws
aws.cloudwatch.LogGroup("group")
"""

GROUP = """
import os
import pulumi_aws as aws
aws.cloudwatch.LogGroup("half", name="/test/half", retention_in_days=int(os.environ["DAYS"]))
"""


def test_an_unknown_type_or_function_is_refused_with_what_is_known(new_project: Callable[[], Project]) -> None:
    project = new_project()
    project.write(UNKNOWN_TYPE)
    run = project.run("preview")
    errors = "\n".join(run.errors)
    assert not run.ok
    assert "the resource type aws:ec2/instance:Instance is not known here. Did you mean " in errors
    assert "Allowed: aws:cloudwatch/eventBus:EventBus, " in errors
    assert "the function aws:ec2/getVpc:getVpc is not known here. Known: aws:index/getCallerIdentity" in errors
    assert "A stack in AWS uses Pulumi's AWS plugin" in errors
    assert run.steps == {}


def test_all_wrong_inputs_of_a_resource_are_named_at_once(new_project: Callable[[], Project]) -> None:
    project = new_project()
    project.write(WRONG_INPUTS)
    run = project.run("preview")
    assert not run.ok
    found = dict(re.findall(r"property (\w+) value .*? has a problem: (.*)", run.text))
    carried_out = "assumeRolePolicy, description, forceDetachPolicies, maxSessionDuration, name, path, permissionsBoundary, tags"
    assert found.pop("descripton").startswith("is not a property here. Did you mean description? Allowed: assumeRolePolicy, ")
    assert found == {
        "assumeRolePolicy": "is required: a string or an object with Id, Statement, Version",
        "managedPolicyArns": "exists in aws:iam/role:Role, but the laptop stack's AWS plugin does not carry it out. "
        f"Allowed: {carried_out}",
        "maxSessionDuration": "must be an integer, and is a string",
    }
    assert run.steps == {}


def test_an_endpoint_off_this_machine_is_refused_before_anything_is_made(new_project: Callable[[], Project]) -> None:
    project = new_project()
    project.write(ONE_GROUP)
    project.set_config({"endpoints": [project.config["endpoints"][0] | {"logs": "https://logs.us-east-1.amazonaws.com"}]})
    run = project.up()
    assert not run.ok
    assert "'https://logs.us-east-1.amazonaws.com', which is not a loopback address such as 127.0.0.1" in run.text
    assert "This AWS plugin is for the laptop stack alone" in run.text
    assert run.steps == {}


def test_a_creation_that_fails_half_way_is_kept_and_finished_by_the_next_up(
    new_project: Callable[[], Project], client: Callable[[str], Any]
) -> None:
    project = new_project()
    project.write(GROUP)
    # CloudWatch takes 5 and 7 days, but not 6: the log group is made, and then its retention is refused.
    failed = project.up("--skip-preview", DAYS="6")
    assert not failed.ok
    assert "PutRetentionPolicy: InvalidParameterException" in "\n".join(failed.errors), failed.text
    assert project.resources()["half"]["id"] == "/test/half"
    finished = project.up("--skip-preview", DAYS="7")
    assert finished.ok, finished.text
    assert finished.operations() == {"half": ["update"]}
    groups = client("logs").describe_log_groups(logGroupNamePrefix="/test/half")["logGroups"]
    assert [group["retentionInDays"] for group in groups] == [7]
    assert project.run("destroy", "--yes", "--skip-preview").ok


def test_an_endpoint_that_is_added_later_is_used_by_the_next_up(new_project: Callable[[], Project], config: dict[str, Any]) -> None:
    project = new_project()
    (endpoints,) = config["endpoints"]
    project.set_config({"endpoints": [{name: url for name, url in endpoints.items() if name != "sqs"}]})
    project.write(ONE_GROUP)
    assert project.up("--skip-preview").ok
    project.set_config({})
    project.write(ONE_GROUP + 'aws.sqs.Queue("queue")\n')
    run = project.up("--skip-preview")
    assert run.ok, run.text
    assert run.operations() == {"group": ["same"], "queue": ["create"]}
