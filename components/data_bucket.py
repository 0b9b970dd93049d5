"""The bucket for what runs leave behind (`runs/<execution>/…`), for what people put there for agents (`inputs/…`), and for the
functions' code (`packages/<function>/<sha256>.zip`).

Not versioned: run data expires and code is found by its digest, so an old version would only cost and outlive its deletion.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import iam

RUNS = "runs/"
INPUTS = "inputs/"


@dataclass(frozen=True)
class DataBucketArgs:
    run_retention_days: int
    """After this many days what a run has written is deleted; 1 or more."""
    delete_data_on_destroy: bool
    """Whether `pulumi destroy` deletes the bucket with what is in it, or fails while something is."""
    tags: dict[str, str]
    """Of the bucket."""


class DataBucket(pulumi.ComponentResource):
    """Encrypted, private, TLS only."""

    name: pulumi.Output[str]
    runs_arn: pulumi.Output[str]
    """Matches every object that a run writes."""
    inputs_arn: pulumi.Output[str]
    """Matches every object that people put there for agents to read. These don't expire."""

    def __init__(self, name: str, args: DataBucketArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:DataBucket", name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)

        bucket = aws.s3.Bucket(f"{name}-bucket", force_destroy=args.delete_data_on_destroy, tags=args.tags, opts=inside)
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
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=(
                        aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                            sse_algorithm="AES256"
                        )
                    )
                )
            ],
            opts=inside,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-expiry",
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="expire-runs",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=RUNS),
                    expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=args.run_retention_days),
                ),
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

        self.name = bucket.bucket
        self.runs_arn = pulumi.Output.concat(bucket.arn, "/", RUNS, "*")
        self.inputs_arn = pulumi.Output.concat(bucket.arn, "/", INPUTS, "*")
        self.register_outputs({"name": self.name})


def _tls_only(arn: pulumi.Output[str]) -> iam.Statement:
    return {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        # A Deny for everyone, on everything: it can only take away.
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, pulumi.Output.concat(arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
