"""The checks of checkov that the production stack fails, each with its reason. One that is met again has to go."""

EXCEPTIONS = {
    "CKV2_AWS_57": "AWS can't rotate the key of a model's provider: a person changes it (docs/how-to/rotate-a-key.md).",
    "CKV2_AWS_62": "Nobody waits for files of the bucket, so nobody needs to be told of them.",
    "CKV_AWS_18": "Every reader of the bucket is a role of the stack. CloudTrail says who read what, where an account wants it.",
    "CKV_AWS_21": "An old version of a file would outlive the run's expiry (components/data_bucket.py).",
    "CKV_AWS_115": "The setting reservedConcurrency does it. A default would take from what the account has, which may be 10.",
    "CKV_AWS_116": "State machines call the functions and see each failure. A dead letter queue is for calls that nobody awaits.",
    "CKV_AWS_117": "In a VPC a function needs a NAT gateway to reach a model. The one that runs a model's code is in a closed VPC.",
    "CKV_AWS_144": "The data of a run is kept for days. A copy in another region would be another place to keep it safe.",
    "CKV_AWS_145": "The setting kmsKeyArn does it. By default the bucket is encrypted by S3's own key.",
    "CKV_AWS_149": "The setting kmsKeyArn does it. By default a secret is encrypted by the key aws/secretsmanager.",
    "CKV_AWS_158": "The setting kmsKeyArn does it. By default logs are encrypted by CloudWatch's own key.",
    "CKV_AWS_173": "The setting kmsKeyArn does it. An environment holds no secret, only ARNs of secrets.",
    "CKV_AWS_272": "The packages are found by their digest, in a bucket that only the stack writes.",
    "CKV_AWS_285": "The log is on. The check wants the data of runs in it, and questions and answers stay out of logs on purpose.",
    "CKV_AWS_290": "To connect a function to a VPC, Lambda asks for actions that know no resources (components/function.py).",
}
