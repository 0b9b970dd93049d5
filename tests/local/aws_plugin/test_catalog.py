"""The descriptions of the types, held against the classes of `pulumi_aws` that a program uses."""

import pytest

from local.aws_plugin.catalog import RESOURCE_TYPES
from local.aws_plugin.input_types import ListOf, ObjectOf, OneOf, Scalar, python_class, resource_inputs, resource_outputs
from local.aws_plugin.resource_type import ResourceType

KINDS = [pytest.param(kind, id=token.rsplit(":", 1)[1]) for token, kind in RESOURCE_TYPES.items()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_in_a_description_is_one_of_pulumi_aws(kind: ResourceType) -> None:
    inputs = set(resource_inputs(kind.token).fields)
    assert kind.settable <= inputs
    assert kind.computed <= resource_outputs(kind.token)
    assert resource_inputs(kind.token).required <= kind.settable


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_description_says_of_an_input_is_of_one_that_it_carries_out(kind: ResourceType) -> None:
    described = kind.replace_on | kind.policies | kind.documents | kind.unordered | set(kind.defaults)
    assert described <= kind.settable
    assert kind.changing <= kind.computed
    assert kind.auto_name is None or kind.auto_name.property in kind.settable & kind.replace_on


@pytest.mark.parametrize("kind", KINDS)
def test_documents_are_texts_and_unordered_inputs_are_lists(kind: ResourceType) -> None:
    fields = resource_inputs(kind.token).fields
    assert all(isinstance(fields[name], ListOf) for name in kind.unordered)
    for name in kind.policies | kind.documents:
        options = fields[name].options if isinstance(fields[name], OneOf) else (fields[name],)
        assert Scalar("string") in options
        assert all(isinstance(one, Scalar | ObjectOf) for one in options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_is_the_one_that_the_class_registers_itself_by(kind: ResourceType) -> None:
    assert python_class(kind.token).pulumi_type == kind.token
