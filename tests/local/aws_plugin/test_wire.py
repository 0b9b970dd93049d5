from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2

from local.aws_plugin.wire import ASSET, SECRET, SIGNATURE, UNKNOWN, UNKNOWN_MARK, Asset, from_struct, has_unknown, to_struct


def _struct(values: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(values, struct_pb2.Struct())


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "",
        "{% $states.input %}",
        True,
        3,
        2.5,
        -1,
        ["a", 1, [False]],
        {"a": {"b": ["c"]}},
        UNKNOWN,
        {"a": UNKNOWN},
        Asset(hash="abc", path="code.zip"),
        Asset(text="", hash="e3b0"),
        Asset(archive=True, hash="abc", assets=(("a.py", Asset(text="pass")), ("b", Asset(archive=True, path="b.zip")))),
    ],
)
def test_a_value_comes_back_as_it_went(value: Any) -> None:
    assert from_struct(to_struct({"property": value})) == {"property": value}


def test_whole_numbers_are_integers_as_boto3_wants_them() -> None:
    size = from_struct(_struct({"size": 128.0}))["size"]
    assert (size, type(size)) == (128, int)


def test_a_property_without_a_value_is_left_out() -> None:
    assert from_struct(to_struct({"a": None, "b": "there"})) == {"b": "there"}


def test_a_secret_is_read_as_its_value() -> None:
    assert from_struct(_struct({"key": {SIGNATURE: SECRET, "value": "s3cret"}})) == {"key": "s3cret"}


def test_an_asset_keeps_its_hash() -> None:
    found = from_struct(_struct({"source": {SIGNATURE: ASSET, "path": "a.txt", "hash": "abc"}}))
    assert found == {"source": Asset(path="a.txt", hash="abc")}


def test_what_is_not_known_yet_is_found_at_any_depth() -> None:
    assert from_struct(_struct({"a": [{"b": UNKNOWN_MARK}]})) == {"a": [{"b": UNKNOWN}]}
    assert has_unknown({"a": [{"b": UNKNOWN}]})
    assert not has_unknown({"a": [{"b": "known"}]})


def test_a_value_that_pulumi_has_no_type_for_is_an_error() -> None:
    with pytest.raises(TypeError, match="a set is not a Pulumi property value"):
        to_struct({"a": {1, 2}})
