"""MiniStack knows of a request whether the code of a function makes it, as AWS does (lambda:SourceFunctionArn)."""

import pytest

from tests.local.conftest import client
from tests.local.step_functions.functions import allow, invoke, make_function, make_role

BUCKETS = allow("s3:ListAllMyBuckets", "*")
SUBNETS = allow("ec2:DescribeSubnets", "*")
NOT_BY_CODE = {
    "Effect": "Deny",
    "NotAction": "s3:ListAllMyBuckets",
    "Resource": "*",
    "Condition": {"Null": {"lambda:SourceFunctionArn": "false"}},
}
TRIED = [["s3", "list_buckets", {}], ["ec2", "describe_subnets", {}]]


@pytest.mark.attack("iam")
def test_what_is_refused_to_code_is_refused_to_the_code_of_a_function_whatever_its_role_allows(laptop):
    function = make_function(laptop, BUCKETS, SUBNETS, NOT_BY_CODE)
    done, refused = invoke(laptop, function, {"try": TRIED})[1]["tried"]
    assert done == "done"
    assert "(UnauthorizedOperation) when calling the DescribeSubnets operation" in refused


def test_it_isnt_refused_to_the_role_elsewhere(laptop):
    role = make_role(laptop, "*", BUCKETS, SUBNETS, NOT_BY_CODE)
    keys = client("sts", laptop).assume_role(RoleArn=role, RoleSessionName="someone")["Credentials"]
    mine = {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }
    assert client("ec2", laptop, **mine).describe_subnets()["Subnets"]
