"""The tools `place_order`, `refund_order` and `export_orders`, on a table of their own."""

import csv
import functools
import io
import os
import secrets
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
from toolkit import ToolError, ToolUse, tool_handler

COLUMNS = ("number", "customer", "currency", "total", "refunded", "reason")

# Without letters that people take for others.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@functools.cache
def table() -> Any:
    """Return the table that `resources.py` makes."""
    return boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])


def place_order(customer: str, currency: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return {"number", "total"}."""
    number = "".join(secrets.choice(LETTERS) for _ in range(8))
    total = sum((Decimal(item["price"]) * item["quantity"] for item in items), Decimal())
    # Money is text: JSON has no decimal numbers, and a float would lose cents.
    order = {"number": number, "customer": customer, "currency": currency, "items": items, "total": f"{total:.2f}"}
    table().put_item(
        Item=order, ConditionExpression="attribute_not_exists(#number)", ExpressionAttributeNames={"#number": "number"}
    )
    return {"number": number, "total": order["total"]}


def refund_order(number: str, amount: str, reason: str) -> dict[str, Any]:
    """Return {"number", "refunded", "total"}. Raises ToolError for an order that isn't there, and for more than was paid."""
    order = table().get_item(Key={"number": number}).get("Item")
    if order is None:
        raise ToolError(f"there is no order {number}. The number has 8 letters and digits, and comes from place_order")
    if Decimal(amount) > Decimal(order["total"]):
        raise ToolError(f"the amount is {amount}: the order {number} was paid with {order['total']} {order['currency']}")
    table().update_item(
        Key={"number": number},
        UpdateExpression="SET refunded = :amount, reason = :reason",
        ExpressionAttributeValues={":amount": amount, ":reason": reason},
    )
    return {"number": number, "refunded": amount, "total": order["total"]}


def export_orders(*, use: ToolUse) -> dict[str, Any]:
    """Return {"orders", "bucket", "key", "bytes"}."""
    orders = sorted(_all(), key=lambda order: order["number"])
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(orders)
    return {"orders": len(orders), **use.store("orders.csv", text.getvalue().encode(), "text/csv; charset=utf-8")}


def _all() -> Iterator[dict[str, Any]]:
    for page in table().meta.client.get_paginator("scan").paginate(TableName=table().name):
        yield from page["Items"]


handler = tool_handler(Path(__file__).with_name("tools.json"), place_order, refund_order, export_orders)
