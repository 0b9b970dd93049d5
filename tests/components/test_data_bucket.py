"""The data bucket."""

from typing import Any

from components.data_bucket import CONVERSATIONS, INPUTS, RUNS, DataBucket, DataBucketArgs, every_object
from components.house_rules import HouseRules
from tests.components.deployment import Deployment, deploy

TAGS = {"Project": "agents"}
RULES = HouseRules(tags=TAGS)
NAME = "data-bucket-0a1b2c3"


def deployed(delete_data_on_destroy: bool = False, rules: HouseRules = RULES, **more: Any) -> tuple[Deployment, dict[str, str]]:
    def program() -> dict[str, object]:
        bucket = DataBucket("data", DataBucketArgs(30, delete_data_on_destroy, rules=rules, **more))
        return {
            "name": bucket.name,
            "runs_arn": every_object(bucket.arn, RUNS),
            "conversations_arn": every_object(bucket.arn, CONVERSATIONS),
            "inputs_arn": every_object(bucket.arn, INPUTS),
        }

    return deploy(program)


def test_it_is_a_bucket_and_the_settings_that_keep_it_private() -> None:
    deployment, outputs = deployed()
    assert deployment.tree() == {
        "DataBucket/data": [
            "Bucket/data-bucket",
            "BucketLifecycleConfiguration/data-expiry",
            "BucketOwnershipControls/data-ownership",
            "BucketPolicy/data-tls-only",
            "BucketPublicAccessBlock/data-private",
            "BucketServerSideEncryptionConfiguration/data-encryption",
        ],
        "the stack": ["DataBucket/data"],
    }
    assert outputs == {
        "name": NAME,
        "runs_arn": "arn:Bucket/data-bucket/runs/*",
        "conversations_arn": "arn:Bucket/data-bucket/conversations/*",
        "inputs_arn": "arn:Bucket/data-bucket/inputs/*",
    }


def test_nobody_outside_the_account_gets_in_and_what_is_stored_is_encrypted() -> None:
    deployment, _ = deployed()
    assert deployment.of("BucketPublicAccessBlock/data-private") == {
        "bucket": NAME,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }
    assert deployment.of("BucketOwnershipControls/data-ownership") == {
        "bucket": NAME,
        "rule": {"objectOwnership": "BucketOwnerEnforced"},
    }
    assert deployment.of("BucketServerSideEncryptionConfiguration/data-encryption") == {
        "bucket": NAME,
        "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}],
    }


def test_the_settings_of_its_access_are_made_one_after_the_other() -> None:
    deployment, _ = deployed()
    assert {name: waits for name, waits in deployment.waits_for.items() if len(waits) > 1} == {
        "BucketPublicAccessBlock/data-private": ["Bucket/data-bucket", "BucketOwnershipControls/data-ownership"],
        "BucketPolicy/data-tls-only": ["Bucket/data-bucket", "BucketPublicAccessBlock/data-private"],
    }


def test_plain_http_is_refused() -> None:
    deployment, _ = deployed()
    assert deployment.statements("BucketPolicy/data-tls-only") == [
        {
            "Sid": "RefusePlainHttp",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:Bucket/data-bucket", "arn:Bucket/data-bucket/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]


def test_what_runs_write_expires_and_neither_code_nor_what_people_put_into_inputs() -> None:
    deployment, _ = deployed()
    assert deployment.of("BucketLifecycleConfiguration/data-expiry")["rules"] == [
        {"id": "expire-runs", "status": "Enabled", "filter": {"prefix": "runs/"}, "expiration": {"days": 30}},
        {"id": "expire-conversations", "status": "Enabled", "filter": {"prefix": "conversations/"}, "expiration": {"days": 30}},
        {
            "id": "abort-unfinished-uploads",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 1},
        },
    ]


def test_data_outlives_destroy_unless_the_stack_says_otherwise() -> None:
    kept, _ = deployed(delete_data_on_destroy=False)
    deleted, _ = deployed(delete_data_on_destroy=True)
    assert kept.of("Bucket/data-bucket") == {"forceDestroy": False, "tags": TAGS}
    assert deleted.of("Bucket/data-bucket") == {"forceDestroy": True, "tags": TAGS}


def test_a_key_of_the_account_encrypts_it_at_the_price_of_few_requests() -> None:
    deployment, _ = deployed(rules=HouseRules(kms_key_arn="arn:aws:kms:eu-west-1:123456789012:key/0a1b"))
    assert deployment.of("BucketServerSideEncryptionConfiguration/data-encryption")["rules"] == [
        {
            "applyServerSideEncryptionByDefault": {
                "sseAlgorithm": "aws:kms",
                "kmsMasterKeyId": "arn:aws:kms:eu-west-1:123456789012:key/0a1b",
            },
            "bucketKeyEnabled": True,
        }
    ]


def test_its_name_begins_as_the_account_wants_it_and_is_nobody_elses() -> None:
    deployment, _ = deployed(rules=HouseRules(account="123456789012", name_prefix="acme-My_Stack-"))
    assert deployment.of("Bucket/data-bucket")["bucket"] == "acme-my-stack-data-bucket-123456789012"


def test_a_bucket_that_exists_is_taken_as_it_is() -> None:
    deployment, outputs = deployed(existing="acme-agents")
    assert deployment.tree() == {"the stack": ["DataBucket/data"]}
    assert outputs == {
        "name": "acme-agents",
        "runs_arn": "arn:aws:s3:::acme-agents/runs/*",
        "conversations_arn": "arn:aws:s3:::acme-agents/conversations/*",
        "inputs_arn": "arn:aws:s3:::acme-agents/inputs/*",
    }
