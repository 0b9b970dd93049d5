"""Permissions of a service or an account to call a function: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html."""

import json
from typing import Any

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from .spelling import present

# Lambda writes AWS:SourceArn. The names of condition keys have no case.
_ACCOUNT = "aws:sourceaccount"
_ARN = "aws:sourcearn"
_ORGANIZATION = "aws:principalorgid"


class Permission(ResourceType):
    token = "aws:lambda/permission:Permission"
    settable = frozenset(
        {"action", "function", "principal", "principalOrgId", "qualifier", "sourceAccount", "sourceArn", "statementId"}
    )
    replace_on = settable
    auto_name = AutoName("statementId", 100)

    def create(self, aws: Aws, inputs: Values) -> str:
        request = {
            "FunctionName": inputs["function"],
            "StatementId": inputs["statementId"],
            "Action": inputs["action"],
            "Principal": inputs["principal"],
            "PrincipalOrgID": inputs.get("principalOrgId"),
            "Qualifier": inputs.get("qualifier"),
            "SourceAccount": inputs.get("sourceAccount"),
            "SourceArn": inputs.get("sourceArn"),
        }
        aws.client("lambda").add_permission(**present(request))
        name: str = inputs["statementId"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        policy = aws.client("lambda").get_policy(**self._function(state))["Policy"]
        statement = next((one for one in json.loads(policy)["Statement"] if one.get("Sid") == resource_id), None)
        if statement is None:
            return None
        conditions: Values = {}
        for keys in (statement.get("Condition") or {}).values():
            conditions |= {name.lower(): value for name, value in keys.items()}
        principal = statement["Principal"]
        return {
            "action": statement["Action"],
            "function": state.get("function"),
            "principal": principal if isinstance(principal, str) else next(iter(principal.values())),
            "principalOrgId": conditions.get(_ORGANIZATION),
            "qualifier": state.get("qualifier"),
            "sourceAccount": conditions.get(_ACCOUNT),
            "sourceArn": conditions.get(_ARN),
            "statementId": resource_id,
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        """Change nothing: every input forces a replacement."""

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("lambda").remove_permission(StatementId=resource_id, **self._function(state))

    def _function(self, state: Values) -> dict[str, Any]:
        return present({"FunctionName": state["function"], "Qualifier": state.get("qualifier")})


TYPES = (Permission(),)
