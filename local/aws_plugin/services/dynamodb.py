"""DynamoDB tables: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html."""

from collections.abc import Iterator
from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from . import tags
from .spelling import present

ON_DEMAND = "PAY_PER_REQUEST"
_INDEX = {"hashKey", "name", "nonKeyAttributes", "projectionType", "rangeKey", "readCapacity", "writeCapacity"}


class Table(ResourceType):
    token = "aws:dynamodb/table:Table"
    settable = frozenset(
        {
            "attributes",
            "billingMode",
            "deletionProtectionEnabled",
            "globalSecondaryIndexes",
            "hashKey",
            "localSecondaryIndexes",
            "name",
            "pointInTimeRecovery",
            "rangeKey",
            "readCapacity",
            "serverSideEncryption",
            "streamEnabled",
            "streamViewType",
            "tableClass",
            "tags",
            "ttl",
            "writeCapacity",
        }
    )
    computed = frozenset({"arn", "streamArn", "streamLabel", "tagsAll"})
    changing = frozenset({"streamArn", "streamLabel", "tagsAll"})
    replace_on = frozenset({"hashKey", "localSecondaryIndexes", "name", "rangeKey"})
    unordered = frozenset({"attributes", "globalSecondaryIndexes", "localSecondaryIndexes"})
    defaults: ClassVar[Values] = {
        "billingMode": "PROVISIONED",
        "deletionProtectionEnabled": False,
        "streamEnabled": False,
        "tableClass": "STANDARD",
    }
    auto_name = AutoName("name", 255)

    def check(self, inputs: Values) -> list[Failure]:
        failures = [Failure(name, "is required") for name in ("attributes", "hashKey") if name not in inputs]
        for position, index in enumerate(inputs.get("globalSecondaryIndexes") or []):
            for name in sorted(index.keys() - _INDEX if isinstance(index, dict) else ()):
                at = f"globalSecondaryIndexes[{position}].{name}"
                failures.append(Failure(at, f"is not carried out by the laptop stack's AWS plugin. Allowed: {sorted(_INDEX)}"))
        return failures

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "TableName": inputs["name"],
            "AttributeDefinitions": _attributes(inputs),
            "KeySchema": _keys(inputs),
            "BillingMode": self.value(inputs, "billingMode"),
            "ProvisionedThroughput": self._throughput(inputs, inputs),
            "GlobalSecondaryIndexes": [self._index(one, inputs) for one in inputs.get("globalSecondaryIndexes") or []] or None,
            "LocalSecondaryIndexes": [
                {"IndexName": one["name"], "KeySchema": _keys(inputs | one), "Projection": _projection(one)}
                for one in inputs.get("localSecondaryIndexes") or []
            ]
            or None,
            "StreamSpecification": _stream(inputs) if inputs.get("streamEnabled") else None,
            "SSESpecification": _encryption(inputs) if inputs.get("serverSideEncryption") else None,
            "TableClass": inputs.get("tableClass"),
            "DeletionProtectionEnabled": inputs.get("deletionProtectionEnabled"),
            "Tags": tags.as_list(inputs.get("tags")) or None,
        }
        client = aws.client("dynamodb")
        client.create_table(**present(request))
        client.get_waiter("table_exists").wait(TableName=inputs["name"], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        name: str = inputs["name"]
        return name

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        self._put_settings(aws, resource_id, {}, inputs)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        client = aws.client("dynamodb")
        table = client.describe_table(TableName=resource_id)["Table"]
        ttl = client.describe_time_to_live(TableName=resource_id)["TimeToLiveDescription"]
        backups = client.describe_continuous_backups(TableName=resource_id)["ContinuousBackupsDescription"]
        recovery = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
        stream = table.get("StreamSpecification") or {}
        sse = table.get("SSEDescription") or {}
        capacity = table.get("ProvisionedThroughput") or {}
        return {
            **_read_keys(table),
            "arn": table["TableArn"],
            "attributes": [{"name": one["AttributeName"], "type": one["AttributeType"]} for one in table["AttributeDefinitions"]],
            "billingMode": table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
            "deletionProtectionEnabled": table.get("DeletionProtectionEnabled", False),
            "globalSecondaryIndexes": [
                _read_index(one) | _capacity(one.get("ProvisionedThroughput") or {})
                for one in table.get("GlobalSecondaryIndexes") or []
            ],
            "localSecondaryIndexes": [_without_hash_key(_read_index(one)) for one in table.get("LocalSecondaryIndexes") or []],
            "name": resource_id,
            "pointInTimeRecovery": {"enabled": recovery == "ENABLED"},
            "serverSideEncryption": present(
                {"enabled": sse.get("Status") in ("ENABLED", "ENABLING"), "kmsKeyArn": sse.get("KMSMasterKeyArn")}
            ),
            "streamArn": table.get("LatestStreamArn", ""),
            "streamEnabled": bool(stream.get("StreamEnabled")),
            "streamLabel": table.get("LatestStreamLabel", ""),
            "streamViewType": stream.get("StreamViewType"),
            "tableClass": table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
            "tags": tags.as_map(client.list_tags_of_resource(ResourceArn=table["TableArn"]).get("Tags")),
            "ttl": present(
                {"attributeName": ttl.get("AttributeName"), "enabled": ttl.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")}
            ),
            **_capacity(capacity),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("dynamodb")
        for request in self._changes(old, new):
            client.update_table(TableName=resource_id, **request)
            client.get_waiter("table_exists").wait(TableName=resource_id, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        self._put_settings(aws, resource_id, old, new)
        change = tags.changes(old.get("tags"), new.get("tags"))
        arn = client.describe_table(TableName=resource_id)["Table"]["TableArn"]
        if change.set:
            client.tag_resource(ResourceArn=arn, Tags=tags.as_list(change.set))
        if change.removed:
            client.untag_resource(ResourceArn=arn, TagKeys=change.removed)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("dynamodb").delete_table(TableName=resource_id)

    def _changes(self, old: Values, new: Values) -> Iterator[dict[str, Any]]:
        """Yield the calls of UpdateTable. It takes one change of this list at a time."""

        def differs(*names: str) -> bool:
            return any(self.value(old, name) != self.value(new, name) for name in names)

        if differs("billingMode", "readCapacity", "writeCapacity"):
            yield present({"BillingMode": self.value(new, "billingMode"), "ProvisionedThroughput": self._throughput(new, new)})
        if differs("streamEnabled", "streamViewType"):
            # A running stream's view can't be changed: the stream is turned off, and a new one on.
            if old.get("streamEnabled"):
                yield {"StreamSpecification": {"StreamEnabled": False}}
            if new.get("streamEnabled"):
                yield {"StreamSpecification": _stream(new)}
        if differs("serverSideEncryption"):
            yield {"SSESpecification": _encryption(new)}
        if differs("tableClass"):
            yield {"TableClass": self.value(new, "tableClass")}
        if differs("deletionProtectionEnabled"):
            yield {"DeletionProtectionEnabled": self.value(new, "deletionProtectionEnabled")}
        before, after = (_by_name(one.get("globalSecondaryIndexes")) for one in (old, new))
        for name in sorted(name for name in before if before[name] != after.get(name)):
            yield {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": name}}]}
        for name in sorted(name for name in after if after[name] != before.get(name)):
            yield {
                "AttributeDefinitions": _attributes(new),
                "GlobalSecondaryIndexUpdates": [{"Create": self._index(after[name], new)}],
            }

    def _put_settings(self, aws: Aws, name: str, old: Values, new: Values) -> None:
        """Set what CreateTable and UpdateTable don't take."""
        client = aws.client("dynamodb")
        if old.get("ttl") != new.get("ttl"):
            ttl = new.get("ttl") or {"attributeName": old["ttl"]["attributeName"]}
            if ttl.get("attributeName"):
                wanted = {"Enabled": ttl.get("enabled", False), "AttributeName": ttl["attributeName"]}
                if wanted["Enabled"] != _ttl_is_on(client, name):
                    client.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted)
        if old.get("pointInTimeRecovery") != new.get("pointInTimeRecovery"):
            recovery = (new.get("pointInTimeRecovery") or {}).get("enabled", False)
            client.update_continuous_backups(
                TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": recovery}
            )

    def _index(self, index: Values, table: Values) -> dict[str, Any]:
        request = {
            "IndexName": index["name"],
            "KeySchema": _keys(index),
            "Projection": _projection(index),
            "ProvisionedThroughput": self._throughput(index, table),
        }
        return present(request)

    def _throughput(self, at: Values, table: Values) -> dict[str, int] | None:
        if self.value(table, "billingMode") == ON_DEMAND:
            return None
        return {"ReadCapacityUnits": at.get("readCapacity") or 1, "WriteCapacityUnits": at.get("writeCapacity") or 1}


def _ttl_is_on(client: Any, name: str) -> bool:
    status = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"].get("TimeToLiveStatus")
    return status in ("ENABLED", "ENABLING")


def _attributes(inputs: Values) -> list[dict[str, str]]:
    return [{"AttributeName": one["name"], "AttributeType": one["type"]} for one in inputs["attributes"]]


def _keys(inputs: Values) -> list[dict[str, str]]:
    keys = (("HASH", inputs.get("hashKey")), ("RANGE", inputs.get("rangeKey")))
    return [{"AttributeName": name, "KeyType": kind} for kind, name in keys if name]


def _projection(index: Values) -> dict[str, Any]:
    return present({"ProjectionType": index["projectionType"], "NonKeyAttributes": index.get("nonKeyAttributes") or None})


def _stream(inputs: Values) -> dict[str, Any]:
    return {"StreamEnabled": True, "StreamViewType": inputs.get("streamViewType", "NEW_AND_OLD_IMAGES")}


def _encryption(inputs: Values) -> dict[str, Any]:
    sse = inputs.get("serverSideEncryption") or {"enabled": False}
    if not sse["enabled"]:
        return {"Enabled": False}
    return present({"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": sse.get("kmsKeyArn")})


def _by_name(indexes: list[Values] | None) -> dict[str, Values]:
    return {one["name"]: one for one in indexes or []}


def _read_keys(described: Values) -> Values:
    keys = {one["KeyType"]: one["AttributeName"] for one in described["KeySchema"]}
    return present({"hashKey": keys.get("HASH"), "rangeKey": keys.get("RANGE")})


def _read_index(described: Values) -> Values:
    projection = described["Projection"]
    return {
        "name": described["IndexName"],
        **_read_keys(described),
        **present({"projectionType": projection["ProjectionType"], "nonKeyAttributes": projection.get("NonKeyAttributes") or None}),
    }


def _without_hash_key(index: Values) -> Values:
    """Return a local index as Pulumi describes it: it has the table's hash key."""
    return {name: value for name, value in index.items() if name != "hashKey"}


def _capacity(described: Values) -> Values:
    return {"readCapacity": described.get("ReadCapacityUnits", 0), "writeCapacity": described.get("WriteCapacityUnits", 0)}


TYPES = (Table(),)
