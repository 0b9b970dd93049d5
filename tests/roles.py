"""What the role of a function or a state machine may do on a laptop stack, tried with its credentials."""

import json
from collections.abc import Callable
from typing import Any

import botocore.exceptions

REFUSED = ("AccessDenied", "AccessDeniedException")


def credentials_of_role(client: Callable[[str], Any], prefix: str) -> dict[str, str]:
    """Of the one role whose name begins so: the engine of Pulumi puts seven random letters behind it.

    A role that trusts a service for one resource alone can't be assumed by hand, and what is tried is what it may do. So it trusts
    the account for a moment.
    """
    iam = client("iam")
    [role] = [r for r in iam.list_roles()["Roles"] if r["RoleName"].startswith(prefix)]
    mine = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}}
    for_a_moment = {"Version": "2012-10-17", "Statement": [mine]}
    iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=json.dumps(for_a_moment))
    try:
        given = client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="probe")["Credentials"]
    finally:
        own = json.dumps(role["AssumeRolePolicyDocument"])
        iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=own)
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }


def is_refused(call: Callable[[], Any]) -> bool:
    """Whether IAM refuses a call. Any other error is raised."""
    try:
        call()
    except botocore.exceptions.ClientError as error:
        if error.response["Error"]["Code"] in REFUSED:
            return True
        raise
    return False
