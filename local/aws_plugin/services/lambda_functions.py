"""Lambda functions: https://docs.aws.amazon.com/lambda/latest/api/."""

from typing import Any, ClassVar

from ..check import Failure
from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from ..wire import Asset
from . import tags
from .archives import zip_bytes
from .spelling import from_aws, present, to_aws

LATEST = "$LATEST"
"""The version of a function that changes with the function."""

_CODE = frozenset({"architectures", "code", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash"})


class Function(ResourceType):
    token = "aws:lambda/function:Function"
    settable = _CODE | frozenset(
        {
            "description",
            "environment",
            "ephemeralStorage",
            "handler",
            "kmsKeyArn",
            "loggingConfig",
            "memorySize",
            "name",
            "publish",
            "reservedConcurrentExecutions",
            "role",
            "runtime",
            "tags",
            "timeout",
            "tracingConfig",
            "vpcConfig",
        }
    )
    computed = frozenset(
        {
            "arn",
            "codeSha256",
            "invokeArn",
            "lastModified",
            "qualifiedArn",
            "qualifiedInvokeArn",
            "sourceCodeSize",
            "tagsAll",
            "version",
        }
    )
    changing = frozenset(
        {"codeSha256", "lastModified", "qualifiedArn", "qualifiedInvokeArn", "sourceCodeSize", "tagsAll", "version"}
    )
    replace_on = frozenset({"name"})
    defaults: ClassVar[Values] = {
        "architectures": ["x86_64"],
        "description": "",
        "ephemeralStorage": {"size": 512},
        "loggingConfig": {"logFormat": "Text"},
        "memorySize": 128,
        "publish": False,
        "reservedConcurrentExecutions": -1,
        "timeout": 3,
        "tracingConfig": {"mode": "PassThrough"},
    }
    auto_name = AutoName("name", 64)

    def check(self, inputs: Values) -> list[Failure]:
        if ("code" in inputs) == ("s3Bucket" in inputs):
            return [Failure("code", "or s3Bucket with s3Key is required, and not both")]
        if "s3Bucket" in inputs and "s3Key" not in inputs:
            return [Failure("s3Key", "is required together with s3Bucket")]
        return [Failure(name, "is required for code in a zip") for name in ("handler", "runtime") if name not in inputs]

    def create(self, aws: Aws, inputs: Values) -> str:
        request = self._configuration(inputs) | {
            "Architectures": self.value(inputs, "architectures"),
            "Code": _code(inputs),
            "Tags": inputs.get("tags") or {},
        }
        name: str = aws.client("lambda").create_function(**request)["FunctionName"]
        return name

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        waiter = aws.client("lambda").get_waiter("function_active_v2")
        waiter.wait(FunctionName=resource_id, WaiterConfig={"Delay": 1})
        if self.value(inputs, "reservedConcurrentExecutions") >= 0:
            self._put_concurrency(aws, resource_id, inputs)
        if self.value(inputs, "publish"):
            _publish(aws.client("lambda"), resource_id)

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        function = aws.client("lambda").get_function(FunctionName=resource_id)
        found = function["Configuration"]
        arn = found["FunctionArn"]
        version = _newest_version(aws.client("lambda"), resource_id) if state.get("publish") else LATEST
        logging = from_aws(found.get("LoggingConfig", {}))
        live = {name: found.get(name[0].upper() + name[1:]) for name in ("architectures", "codeSha256", "memorySize")}
        return live | {
            "arn": arn,
            "description": found.get("Description", ""),
            "environment": {"variables": found.get("Environment", {}).get("Variables", {})},
            "ephemeralStorage": from_aws(found.get("EphemeralStorage") or {"Size": 512}),
            "handler": found.get("Handler"),
            "kmsKeyArn": found.get("KMSKeyArn") or None,
            "invokeArn": invoke_arn(aws, arn),
            "lastModified": found["LastModified"],
            "loggingConfig": logging or None,
            "name": found["FunctionName"],
            "qualifiedArn": f"{arn}:{version}",
            "qualifiedInvokeArn": invoke_arn(aws, f"{arn}:{version}"),
            "reservedConcurrentExecutions": function.get("Concurrency", {}).get("ReservedConcurrentExecutions", -1),
            "role": found["Role"],
            "runtime": found.get("Runtime"),
            "sourceCodeSize": found["CodeSize"],
            "tags": function.get("Tags", {}),
            "timeout": found["Timeout"],
            "tracingConfig": from_aws(found.get("TracingConfig") or {"Mode": "PassThrough"}),
            "version": version,
            "vpcConfig": _network(found.get("VpcConfig")),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        client = aws.client("lambda")
        # Lambda refuses a change while another one is under way, so a waiter follows each change.
        # https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
        other_code = any(old.get(name) != new.get(name) for name in _CODE)
        if other_code:
            request = _code(new) | {"Architectures": self.value(new, "architectures")}
            client.update_function_code(FunctionName=resource_id, **request)
            self._wait(client, resource_id)
        wanted = self._configuration(new)
        other_configuration = wanted != self._configuration(old)
        if other_configuration:
            client.update_function_configuration(**wanted)
            self._wait(client, resource_id)
        if self.value(new, "reservedConcurrentExecutions") >= 0:
            self._put_concurrency(aws, resource_id, new)
        elif self.value(old, "reservedConcurrentExecutions") >= 0:
            client.delete_function_concurrency(FunctionName=resource_id)
        self._update_tags(aws, resource_id, old, new)
        if self.value(new, "publish") and (other_code or other_configuration or _newest_version(client, resource_id) == LATEST):
            _publish(client, resource_id)

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("lambda").delete_function(FunctionName=resource_id)

    def _configuration(self, inputs: Values) -> dict[str, Any]:
        return {
            "FunctionName": inputs["name"],
            "Description": self.value(inputs, "description"),
            "Environment": {"Variables": (inputs.get("environment") or {}).get("variables") or {}},
            "EphemeralStorage": to_aws(self.value(inputs, "ephemeralStorage")),
            "Handler": inputs["handler"],
            # An empty text takes the key away.
            "KMSKeyArn": inputs.get("kmsKeyArn") or "",
            "LoggingConfig": to_aws(self.value(inputs, "loggingConfig")),
            "MemorySize": self.value(inputs, "memorySize"),
            "Role": inputs["role"],
            "Runtime": inputs["runtime"],
            "Timeout": self.value(inputs, "timeout"),
            "TracingConfig": to_aws(self.value(inputs, "tracingConfig")),
            # Without subnets the function is in no VPC.
            "VpcConfig": to_aws(inputs.get("vpcConfig") or {"subnetIds": [], "securityGroupIds": []}),
        }

    def _put_concurrency(self, aws: Aws, name: str, inputs: Values) -> None:
        count = inputs["reservedConcurrentExecutions"]
        aws.client("lambda").put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=count)

    def _update_tags(self, aws: Aws, name: str, old: Values, new: Values) -> None:
        change = tags.changes(old.get("tags"), new.get("tags"))
        if change.set or change.removed:
            client = aws.client("lambda")
            arn = client.get_function_configuration(FunctionName=name)["FunctionArn"]
            if change.set:
                client.tag_resource(Resource=arn, Tags=change.set)
            if change.removed:
                client.untag_resource(Resource=arn, TagKeys=change.removed)

    def _wait(self, client: Any, name: str) -> None:
        client.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})


def _publish(client: Any, name: str) -> None:
    version = client.publish_version(FunctionName=name)["Version"]
    client.get_waiter("published_version_active").wait(FunctionName=name, Qualifier=version, WaiterConfig={"Delay": 1})


def _newest_version(client: Any, name: str) -> str:
    """Return the number of the version that was published last. Without one, return $LATEST, which comes first in the list."""
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    newest: str = [version["Version"] for page in pages for version in page["Versions"]][-1]
    return newest


def _code(inputs: Values) -> dict[str, Any]:
    archive = inputs.get("code")
    if isinstance(archive, Asset):
        return {"ZipFile": zip_bytes(archive)}
    found = {"S3Bucket": inputs["s3Bucket"], "S3Key": inputs["s3Key"], "S3ObjectVersion": inputs.get("s3ObjectVersion")}
    return present(found)


def _network(found: dict[str, Any] | None) -> Values | None:
    """Return the VPC of a function, or None if it is in none."""
    return from_aws(found) if found and found.get("SubnetIds") else None


def invoke_arn(aws: Aws, arn: str) -> str:
    """Return the ARN by which API Gateway calls a function."""
    return f"arn:{aws.partition}:apigateway:{aws.region}:lambda:path/2015-03-31/functions/{arn}/invocations"


TYPES = (Function(),)
