"""The bucket of a stack. It holds:

- the files that the tools of runs write, in `runs/<agent>/<execution>/<tool use>/<name>`
- long conversations of runs, in `conversations/<agent>/<execution>/…`. Only the function that calls the LLM may read them
- files that people put there for agents, in `inputs/…`
- the functions' code, as `packages/<function>/<sha256>.zip`

The bucket isn't versioned. Run data expires, and code is found by its digest. An old version would only cost money, and would stay
after a deletion.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import iam
from components.house_rules import NO_RULES, HouseRules

RUNS = "runs/"
CONVERSATIONS = "conversations/"
INPUTS = "inputs/"
"""These objects don't expire."""


@dataclass(frozen=True)
class DataBucketArgs:
    run_retention_days: int
    """Days after which the files and the conversation of a run are deleted, 1 or more."""
    delete_data_on_destroy: bool
    """True: `pulumi destroy` deletes the bucket and all objects in it. False: it fails while the bucket holds an object."""
    existing: str | None = None
    """Name of a bucket that exists already, of this stack alone. Its owner sees to its settings. None: the stack makes one."""
    rules: HouseRules = NO_RULES
    """The rules for every resource."""


class DataBucket(pulumi.ComponentResource):
    """An encrypted, private bucket that refuses requests without TLS, or one that exists already, as its owner has set it up."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DataBucketArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:DataBucket", name, None, opts)
        if args.existing:
            found = aws.s3.get_bucket_output(bucket=args.existing, opts=pulumi.InvokeOutputOptions(parent=self))
            self.name, self.arn = found.bucket, found.arn
        else:
            bucket = self._make(name, args)
            self.name, self.arn = bucket.bucket, bucket.arn
        self.register_outputs({"name": self.name})

    def _make(self, name: str, args: DataBucketArgs) -> aws.s3.Bucket:
        inside = pulumi.ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=_bucket_name(f"{name}-bucket", args.rules),
            force_destroy=args.delete_data_on_destroy,
            tags=args.rules.tags,
            opts=inside,
        )
        owned = aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=bucket.bucket,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=inside,
        )
        private = aws.s3.BucketPublicAccessBlock(
            f"{name}-private",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            # S3 refuses two changes of a bucket's access at the same time, so they follow each other.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[owned]),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.bucket,
            rules=[_encryption(args.rules)],
            opts=inside,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-expiry",
            bucket=bucket.bucket,
            rules=[
                _expire("expire-runs", RUNS, args.run_retention_days),
                _expire("expire-conversations", CONVERSATIONS, args.run_retention_days),
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="abort-unfinished-uploads",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    abort_incomplete_multipart_upload=(
                        aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(days_after_initiation=1)
                    ),
                ),
            ],
            opts=inside,
        )
        aws.s3.BucketPolicy(
            f"{name}-tls-only",
            bucket=bucket.bucket,
            policy=iam.document([_tls_only(bucket.arn)]),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[private]),
        )
        return bucket


def every_object(bucket_arn: pulumi.Input[str], prefix: str) -> pulumi.Output[str]:
    """Return the ARN that matches every object of the bucket under a prefix like RUNS."""
    return pulumi.Output.concat(bucket_arn, "/", prefix, "*")


def _bucket_name(logical: str, rules: HouseRules) -> pulumi.Output[str] | None:
    """Return the bucket's name, which no other bucket of any account has. None: Pulumi makes one up."""
    name = rules.name(logical)
    return pulumi.Output.concat(name.lower().replace("_", "-"), "-", rules.account or "") if name else None


def _encryption(rules: HouseRules) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgs:
    by_default = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
    if rules.kms_key_arn is None:
        return aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
            apply_server_side_encryption_by_default=by_default(sse_algorithm="AES256")
        )
    return aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
        apply_server_side_encryption_by_default=by_default(sse_algorithm="aws:kms", kms_master_key_id=rules.kms_key_arn),
        # Otherwise each object would cost a request to the key.
        bucket_key_enabled=True,
    )


def _expire(name: str, prefix: str, days: int) -> aws.s3.BucketLifecycleConfigurationRuleArgs:
    return aws.s3.BucketLifecycleConfigurationRuleArgs(
        id=name,
        status="Enabled",
        filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=prefix),
        expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=days),
    )


def _tls_only(arn: pulumi.Output[str]) -> iam.Statement:
    return {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        # The `*` is safe here, because a Deny grants nothing.
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, pulumi.Output.concat(arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
