"""Amazon Bedrock's Converse API, https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html."""

from tests.providers.bedrock import dialect

__all__ = ["dialect"]
