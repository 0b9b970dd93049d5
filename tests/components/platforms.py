"""The outputs of a platform, as a component is given them."""

from typing import Any

TAGS = {"Project": "agents"}
TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"


def platform(**changes: Any) -> dict[str, Any]:
    outputs = {
        "name_prefix": "agents-dev-",
        "fixed_names": False,
        "region": "eu-west-1",
        "account": "123456789012",
        "packaging": "aws",
        "architecture": "arm64",
        "snap_start": True,
        "delete_data_on_destroy": False,
        "log_retention_days": 7,
        "log_level": "INFO",
        "tracing": True,
        "role_path": "/",
        "reserved_concurrency": {},
        "tags": TAGS,
        "data_bucket": "the-bucket",
        "data_bucket_arn": "arn:the-bucket",
        "llm_caller_arn": "arn:call-llm:live",
        "llm_caller_timeout_seconds": 150,
        "secret_arns": {"maps": "arn:secret:maps", "other": "arn:secret:other"},
        "sandbox_arn": "arn:sandbox:7",
        "sandbox_every_version": "arn:sandbox:*",
    }
    return {key: value for key, value in {**outputs, **changes}.items() if value is not None}
