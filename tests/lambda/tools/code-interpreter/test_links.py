"""The links by which the sandbox reads and writes files."""

from urllib.parse import urlsplit

import boto3
import pytest


@pytest.fixture
def links(tool_function, monkeypatch):
    found = tool_function("code-interpreter").links
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    found.s3.cache_clear()
    yield found
    found.s3.cache_clear()


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-east-1", "data-1.s3.us-east-1.amazonaws.com"),
        ("eu-central-1", "data-1.s3.eu-central-1.amazonaws.com"),
        ("ap-southeast-5", "data-1.s3.ap-southeast-5.amazonaws.com"),
        ("us-gov-west-1", "data-1.s3.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "data-1.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_a_link_leads_to_s3_of_the_stacks_own_region(links, monkeypatch, region, host):
    """The sandbox's network has no way to S3 as a whole."""
    monkeypatch.setenv("AWS_REGION", region)
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    for link in (links.to_read("data-1", "runs/a"), links.to_write("data-1", "runs/a")):
        assert urlsplit(link).hostname == host
        assert "X-Amz-Signature=" in link


def test_the_sandbox_is_told_the_addresses_of_each_host_once(links):
    assert links.addresses(["http://127.0.0.1:1/a?b", "http://127.0.0.1:2/c"]) == {"127.0.0.1": ["127.0.0.1"]}
