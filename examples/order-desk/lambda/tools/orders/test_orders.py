"""Tests of the orders, on a table in memory."""

import json
from typing import Any

import handler
import pytest


class Table:
    """What the tools use of a table of DynamoDB."""

    name = "orders"

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.meta = self
        self.client = self

    def put_item(self, Item: dict[str, Any], **_: Any) -> None:
        self.items[Item["number"]] = Item

    def get_item(self, Key: dict[str, str]) -> dict[str, Any]:
        return {"Item": self.items[Key["number"]]} if Key["number"] in self.items else {}

    def update_item(self, Key: dict[str, str], ExpressionAttributeValues: dict[str, str], **_: Any) -> None:
        values = ExpressionAttributeValues
        self.items[Key["number"]] |= {"refunded": values[":amount"], "reason": values[":reason"]}

    def get_paginator(self, _: str) -> "Table":
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        return [{"Items": [item]} for item in self.items.values()]


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    table = Table()
    monkeypatch.setattr(handler, "table", lambda: table)
    return table


def use(name: str, **given: object) -> tuple[Any, bool]:
    result = handler.handler({"id": "toolu_1", "name": name, "input": given}, None)
    return (result["content"] if result["is_error"] else json.loads(result["content"])), result["is_error"]


def placed() -> str:
    items = [{"article": "teapot", "quantity": 3, "price": "33.10"}, {"article": "cup", "quantity": 1, "price": "0.20"}]
    return str(use("place_order", customer="Ada", currency="EUR", items=items)[0]["number"])


def test_an_order_has_a_number_and_the_exact_sum_of_its_items(table: Table) -> None:
    number = placed()
    assert (len(number), table.items[number]["total"], table.items[number]["customer"]) == (8, "99.50", "Ada")


def test_a_refund_is_at_most_what_was_paid() -> None:
    number = placed()
    assert use("refund_order", number=number, amount="99.50", reason="late") == (
        {"number": number, "refunded": "99.50", "total": "99.50"},
        False,
    )
    assert use("refund_order", number=number, amount="99.51", reason="late") == (
        f"the amount is 99.51: the order {number} was paid with 99.50 EUR",
        True,
    )


def test_an_order_that_is_not_there_is_not_refunded() -> None:
    text, is_error = use("refund_order", number="AAAAAAAA", amount="1.00", reason="late")
    assert is_error
    assert text.startswith("there is no order AAAAAAAA.")


def test_a_file_needs_a_run() -> None:
    placed()
    assert use("export_orders") == ("This tool use came without a run, so there is no bucket to store a file in.", True)
