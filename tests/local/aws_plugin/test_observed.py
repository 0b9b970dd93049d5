from local.aws_plugin.catalog import resource_type
from local.aws_plugin.observed import imported, outputs, refreshed

FUNCTION = resource_type("aws:lambda/function:Function")
ROLE = resource_type("aws:iam/role:Role")
LIFECYCLE = resource_type("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")


def test_what_aws_fills_in_is_no_drift() -> None:
    inputs = {"name": "f", "loggingConfig": {"logFormat": "JSON"}, "__defaults": ["name"]}
    live = {"name": "f", "memorySize": 128, "loggingConfig": {"logFormat": "JSON", "systemLogLevel": "INFO"}}
    now, state = refreshed(FUNCTION, inputs, live)
    assert now == inputs
    assert state == {"name": "f", "memorySize": 128, "loggingConfig": {"logFormat": "JSON"}}


def test_another_value_of_something_named_is_drift() -> None:
    inputs = {"loggingConfig": {"logFormat": "JSON"}}
    now, _ = refreshed(FUNCTION, inputs, {"loggingConfig": {"logFormat": "Text", "logGroup": "g"}})
    assert now == {"loggingConfig": {"logFormat": "Text"}}


def test_a_missing_value_of_something_named_is_drift() -> None:
    assert refreshed(FUNCTION, {"environment": {"variables": {"A": "1"}}}, {"environment": None})[0] == {}


def test_another_key_in_a_map_of_the_users_own_is_drift() -> None:
    inputs = {"environment": {"variables": {"A": "1"}}}
    now, _ = refreshed(FUNCTION, inputs, {"environment": {"variables": {"A": "1", "B": "2"}}})
    assert now == {"environment": {"variables": {"A": "1", "B": "2"}}}


def test_what_cannot_be_read_back_is_believed() -> None:
    inputs = {"sourceCodeHash": "abc", "s3Key": "k"}
    assert refreshed(FUNCTION, inputs, {"memorySize": 128})[0] == inputs


def test_a_policy_keeps_the_programs_spelling() -> None:
    inputs = {"assumeRolePolicy": '{"Statement": [{"Action": ["a"]}]}'}
    now, state = refreshed(ROLE, inputs, {"assumeRolePolicy": '{"Statement":{"Action":"a"}}'})
    assert (now, state) == (inputs, inputs)


def test_items_of_a_list_are_compared_one_by_one() -> None:
    inputs = {"rules": [{"id": "a", "status": "Enabled"}]}
    live = {"rules": [{"id": "a", "status": "Enabled", "filter": {"prefix": ""}}]}
    assert refreshed(LIFECYCLE, inputs, live)[0] == inputs


def test_an_import_leaves_out_defaults_and_what_is_empty() -> None:
    live = {"name": "f", "memorySize": 128, "timeout": 9, "tags": {}, "arn": "arn:f", "description": ""}
    assert imported(FUNCTION, live) == {"name": "f", "timeout": 9}


def test_outputs_have_all_tags_and_none_of_pulumis_marks() -> None:
    assert outputs({"tags": {"a": "1"}, "__defaults": ["name"]}, {"arn": "x"}) == {
        "arn": "x",
        "tags": {"a": "1"},
        "tagsAll": {"a": "1"},
    }
