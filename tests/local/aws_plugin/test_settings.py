import json
from typing import Any

import pytest

from local.aws_plugin.connections import Aws
from local.aws_plugin.errors import ConfigError
from local.aws_plugin.provider import Provider
from local.aws_plugin.settings import Settings, check_settings, decode, is_loopback, read_settings

GOOD = {"region": "us-east-1", "accessKey": "a", "secretKey": "b", "endpoints": [{"s3": "http://127.0.0.1:4566"}]}


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:4566", "http://127.9.9.9", "https://localhost:1", "http://[::1]:4566", "http://127.0.0.1:4566/path"],
)
def test_this_machine_is_a_loopback_address(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com",
        "http://192.168.1.4:4566",
        "http://10.0.0.1",
        "http://0.0.0.0:4566",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "http://example.com/127.0.0.1",
        "http://[::ffff:8.8.8.8]",
        "http://2130706433",
        "http://[",
        "file:///127.0.0.1",
        "127.0.0.1:4566",
        "",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not is_loopback(url)


@pytest.mark.parametrize(
    ("change", "property", "reason"),
    [
        ({"region": None}, "region", "is required: `pulumi config set aws:region us-east-1 -s local`"),
        ({"secretKey": ""}, "secretKey", "is required, as a setting or as AWS_SECRET_ACCESS_KEY, which `agent env` prints"),
        ({"endpoints": None}, "endpoints", "is required: a list with one map, service to URL"),
        ({"endpoints": []}, "endpoints", "is required: a list with one map, service to URL"),
        ({"endpoints": {"s3": "x"}}, "endpoints", "must be a list"),
        ({"endpoints": [{"step_functions": "x"}]}, "endpoints[0].step_functions", "is not a property here. Did you mean step"),
        ({"endpoints": [{"s3": "http://10.0.0.1"}]}, "endpoints.s3", "is 'http://10.0.0.1', which is not a loopback address"),
        ({"profile": "work"}, "profile", "is not a setting of the laptop stack's AWS plugin"),
        ({"assumeRoles": []}, "assumeRoles", "is not a setting of the laptop stack's AWS plugin"),
    ],
)
def test_a_config_that_could_leave_this_machine_or_lacks_something_is_refused(
    change: dict[str, Any], property: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)
    config = {name: value for name, value in (GOOD | change).items() if value is not None}
    failures = check_settings(config)
    assert [failure.property for failure in failures] == [property]
    assert failures[0].reason.startswith(reason)


def test_keys_of_the_environment_are_taken_where_the_config_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    config = {name: GOOD[name] for name in ("region", "endpoints")}
    assert check_settings(config) == []
    assert (read_settings(config).access_key, read_settings(config).secret_key) == ("mine", "hush")
    assert (read_settings(GOOD).access_key, read_settings(GOOD).secret_key) == ("a", "b")


def test_a_cloud_stack_is_told_which_provider_it_wants_and_not_asked_for_keys() -> None:
    failures = check_settings({"region": "eu-west-1"})
    assert [failure.property for failure in failures] == ["endpoints"]
    assert "A stack in AWS uses Pulumi's AWS plugin" in failures[0].reason


def test_a_provider_that_was_not_checked_refuses_at_configure_too() -> None:
    with pytest.raises(ConfigError, match=r"aws:endpoints\.s3 is 'https://s3\.amazonaws\.com', which is not a loopback address"):
        Provider().configure(GOOD | {"endpoints": [{"s3": "https://s3.amazonaws.com"}]})


def test_lists_and_objects_may_come_as_json_texts() -> None:
    texts = GOOD | {
        "endpoints": json.dumps(GOOD["endpoints"]),
        "defaultTags": '{"tags": {"team": "a"}}',
        "skipCredentialsValidation": "true",
    }
    config = decode(texts)
    assert check_settings(config) == []
    assert read_settings(config) == Settings("us-east-1", "a", "b", None, {"s3": "http://127.0.0.1:4566"}, {"team": "a"})


def test_a_service_without_an_endpoint_is_refused_and_not_asked_for_in_aws() -> None:
    with pytest.raises(ConfigError, match=r"aws:endpoints has no URL for sfn or stepfunctions\. It has: s3"):
        Aws(read_settings(GOOD)).client("stepfunctions")


def test_the_environment_cannot_send_a_client_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://s3.amazonaws.com")
    monkeypatch.setenv("AWS_PROFILE", "none-such")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com")
    client = Aws(read_settings(GOOD)).client("s3")
    assert client.meta.endpoint_url == "http://127.0.0.1:4566"
    assert client._endpoint.http_session._proxy_config._proxies == {}
