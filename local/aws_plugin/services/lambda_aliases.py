"""Aliases of Lambda functions: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html."""

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from .lambda_functions import invoke_arn


class Alias(ResourceType):
    token = "aws:lambda/alias:Alias"
    settable = frozenset({"description", "functionName", "functionVersion", "name"})
    computed = frozenset({"arn", "invokeArn"})
    replace_on = frozenset({"functionName", "name"})
    auto_name = AutoName("name", 128)

    def create(self, aws: Aws, inputs: Values) -> str:
        arn: str = aws.client("lambda").create_alias(**_request(inputs))["AliasArn"]
        return arn

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        function, name = resource_id.split(":")[-2:]
        found = aws.client("lambda").get_alias(FunctionName=function, Name=name)
        return {
            "arn": found["AliasArn"],
            "description": found["Description"],
            "functionName": function,
            "functionVersion": found["FunctionVersion"],
            "invokeArn": invoke_arn(aws, found["AliasArn"]),
            "name": found["Name"],
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        aws.client("lambda").update_alias(**_request(new))

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        function, name = resource_id.split(":")[-2:]
        aws.client("lambda").delete_alias(FunctionName=function, Name=name)


def _request(inputs: Values) -> Values:
    return {
        "FunctionName": inputs["functionName"],
        "Name": inputs["name"],
        "FunctionVersion": inputs["functionVersion"],
        "Description": inputs.get("description") or "",
    }


TYPES = (Alias(),)
