import pytest

from local.aws_plugin.documents import same_json, same_policy
from local.aws_plugin.wire import UNKNOWN


def _policy(statement: str) -> str:
    return f'{{"Version": "2012-10-17", "Statement": {statement}}}'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('[{"Effect": "Allow", "Action": "s3:Get*"}]', '{"Action":["s3:Get*"],"Effect":"Allow"}'),
        ('[{"Action": ["b", "a"]}]', '[{"Action": ["a", "b"]}]'),
        ('[{"Resource": ["r1", "r2"]}]', '[{"Resource": ["r2", "r1", "r1"]}]'),
        ('[{"Principal": {"Service": "a"}}]', '[{"Principal": {"Service": ["a"]}}]'),
        ('[{"Condition": {"Bool": {"k": "true"}}}]', '[{"Condition": {"Bool": {"k": [true]}}}]'),
        ('[{"Sid": "a"}, {"Sid": "b"}]', '[{"Sid": "b"}, {"Sid": "a"}]'),
    ],
)
def test_policies_that_say_the_same_are_the_same(one: str, other: str) -> None:
    assert same_policy(_policy(one), _policy(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('[{"Effect": "Allow"}]', '[{"Effect": "Deny"}]'),
        ('[{"Action": ["a"]}]', '[{"Action": ["a", "b"]}]'),
        ('[{"Action": "a"}]', '[{"NotAction": "a"}]'),
        ('[{"Principal": "*"}]', '[{"Principal": {"AWS": "*"}}]'),
        ('[{"Resource": "a"}]', '[{"Resource": "A"}]'),
    ],
)
def test_policies_that_differ_in_a_word_are_not(one: str, other: str) -> None:
    assert not same_policy(_policy(one), _policy(other))


def test_json_is_the_same_in_any_order_of_keys_and_with_any_spaces() -> None:
    assert same_json('{"a": 1, "b": [1, 2]}', '{\n"b":[1,2],"a":1}')


def test_the_order_of_a_list_counts_outside_policies() -> None:
    assert not same_json("[1, 2]", "[2, 1]")


@pytest.mark.parametrize("other", [None, "{", UNKNOWN, '{"b": 1}'])
def test_what_is_missing_broken_or_not_known_yet_is_different(other: object) -> None:
    assert not same_json('{"a": 1}', other)
