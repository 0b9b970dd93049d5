from local.aws_plugin.catalog import resource_type
from local.aws_plugin.difference import Difference, difference
from local.aws_plugin.wire import UNKNOWN, Asset

BUCKET = resource_type("aws:s3/bucket:Bucket")
ROLE = resource_type("aws:iam/role:Role")
FUNCTION = resource_type("aws:lambda/function:Function")
OBJECT = resource_type("aws:s3/bucketObjectv2:BucketObjectv2")
LIFECYCLE = resource_type("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
VERSION = resource_type("aws:secretsmanager/secretVersion:SecretVersion")
GROUP = resource_type("aws:ec2/securityGroup:SecurityGroup")


def test_equal_inputs_are_no_difference() -> None:
    inputs = {"bucket": "b", "tags": {"a": "1"}, "__defaults": ["bucket"]}
    assert difference(BUCKET, inputs, dict(inputs)) == Difference()


def test_pulumis_own_marks_are_no_difference() -> None:
    assert difference(BUCKET, {"bucket": "b"}, {"bucket": "b", "__defaults": []}) == Difference()


def test_a_difference_names_the_paths_that_were_added_deleted_and_updated() -> None:
    found = difference(BUCKET, {"tags": {"a": "1", "b": "2"}}, {"tags": {"b": "3", "with.dot": "4"}, "forceDestroy": True})
    assert found == Difference(
        ["forceDestroy", "tags"],
        [],
        {"forceDestroy": "ADD", "tags.a": "DELETE", "tags.b": "UPDATE", 'tags["with.dot"]': "ADD"},
    )


def test_a_difference_in_a_list_names_the_item() -> None:
    old = {"rules": [{"id": "a", "status": "Enabled"}]}
    new = {"rules": [{"id": "a", "status": "Disabled"}, {"id": "b", "status": "Enabled"}]}
    assert difference(LIFECYCLE, old, new).detailed == {"rules[0].status": "UPDATE", "rules[1]": "ADD"}


def test_what_aws_cannot_change_makes_a_replacement() -> None:
    found = difference(VERSION, {"secretId": "s", "secretString": "a"}, {"secretId": "s", "secretString": "b"})
    assert found == Difference(["secretString"], ["secretString"], {"secretString": "UPDATE_REPLACE"})


def test_a_replacement_under_a_name_the_program_chose_deletes_first() -> None:
    old = {"name": "mine", "path": "/"}
    assert difference(ROLE, old, {"name": "mine", "path": "/a/"}).delete_first is True


def test_a_replacement_under_a_new_name_deletes_last() -> None:
    assert difference(ROLE, {"name": "mine"}, {"name": "yours"}).delete_first is False
    automatic = {"name": "r-1", "__defaults": ["name"]}
    assert difference(ROLE, automatic | {"path": "/"}, automatic | {"path": "/a/"}).delete_first is False


def test_an_update_deletes_nothing_first() -> None:
    assert difference(ROLE, {"name": "mine"}, {"name": "mine", "description": "d"}).delete_first is False


def test_a_value_not_known_yet_is_a_difference() -> None:
    assert difference(FUNCTION, {"role": "r"}, {"role": UNKNOWN}).detailed == {"role": "UPDATE"}
    assert difference(FUNCTION, {"name": "f"}, {"name": UNKNOWN}).replaces == ["name"]


def test_a_policy_spelt_otherwise_is_no_difference() -> None:
    old = {"assumeRolePolicy": '{"Statement": [{"Action": ["a"]}]}'}
    assert difference(ROLE, old, {"assumeRolePolicy": '{"Statement":{"Action":"a"}}'}) == Difference()


def test_a_file_is_compared_by_its_content() -> None:
    old = {"source": Asset(path="/here/a.txt", hash="1")}
    assert difference(OBJECT, old, {"source": Asset(path="/there/a.txt", hash="1")}) == Difference()
    assert difference(OBJECT, old, {"source": Asset(path="/here/a.txt", hash="2")}).detailed == {"source": "UPDATE"}


def test_the_order_of_a_list_counts_only_where_aws_cares() -> None:
    alarm = resource_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert difference(alarm, {"okActions": ["a", "b"]}, {"okActions": ["b", "a"]}) == Difference()
    assert difference(FUNCTION, {"architectures": ["a", "b"]}, {"architectures": ["b", "a"]}).changed == ["architectures"]


def test_neither_rules_of_a_list_without_order_nor_the_keys_of_a_rule_have_an_order() -> None:
    https, dns = {"protocol": "tcp", "fromPort": 443}, {"protocol": "udp", "fromPort": 53}
    written = {"egress": [https, dns]}
    read = {"egress": [dict(reversed(dns.items())), dict(reversed(https.items()))]}
    assert difference(GROUP, written, read) == Difference()
    assert difference(GROUP, written, {"egress": [https]}).detailed == {"egress": "UPDATE"}
