"""A function that was there before the agent: it answers requests of an API Gateway with exchange rates."""

import json
from typing import Any

EUROS = {"EUR": 1.0, "USD": 0.8, "GBP": 1.25}


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    given = event["queryStringParameters"]
    if unknown := {given["base"], given["target"]} - EUROS.keys():
        return {"statusCode": 404, "body": json.dumps({"message": f"there is no rate of {', '.join(sorted(unknown))}"})}
    return {"statusCode": 200, "body": json.dumps({"rate": EUROS[given["base"]] / EUROS[given["target"]]})}
